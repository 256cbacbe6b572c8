"""The numbers of findings (semantics.md, "Findings"); decimals are integers at 10^-6."""

from pa_audit.exact import micro

IMPLAUSIBLE_TIMES = 5  # the day's limit: beyond, an error of quantity or days of supply is likelier
PLAUSIBLE_RENEWAL_MONTHS = 12
BOTH_BENEFITS_DAYS = 7
SWITCH_DAYS = 30
RECEIVING_DAYS = 180
NEAR_WEIGHT_DAYS = 30
NEAR_WEIGHT_SHARE = 10  # a tenth
SDS_TOLERANCE = micro("0.25")
CAUSE_TOLERANCE = micro("0.05")
CARRIED_FORWARD_DAYS = 90
HEIGHT_LOSS_CM = micro("2.5")
TREND_YEARS = 2
FAR_HEIGHT_SHARE, NEAR_HEIGHT_SHARE = 4, 10  # a quarter, a tenth: of another unit, or of the same
