"""The numbers of findings (semantics.md, "Findings"); decimals are integers at 10^-6."""

from pa_audit.policy.cp_phar_150.limits import micro

STARTING_DOSE_LOW = micro("0.04")  # policy V, mg/kg
STARTING_DOSE_HIGH = micro("0.08")  # policy V, mg/kg
TITRATION_STEP = micro("0.04")  # policy V, mg/kg
IMPLAUSIBLE_DAILY_MG_PER_KG = micro("1.2")  # five times the limit: a quantity or days-supply error is likelier
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
