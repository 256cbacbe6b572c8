"""The policy's numbers, each with its clause, exact: decimals are integers at 10^-6 of the unit as written.

In force since the first version of the criteria (2020-08); a number that a later version changes gets a second,
dated name here.
"""

from fractions import Fraction

from pa_audit.exact import ONE, micro

MIN_AGE = 2  # I.A.3, I.B.3: years, reached
MAX_AGE = 18  # I.A.3, I.B.3: years, not reached
EPIPHYSIS_AGE = 10  # I.A.4, I.B.4: years, passed

IGF1_SDS = micro("-3")  # I.A.5
SEVERE_HEIGHT_SDS = micro("-3")  # I.A.7
SHORT_HEIGHT_SDS = micro("-2")  # I.B.7.a, strictly below
SDS_FALL = micro("-1")  # I.B.7.b.i, strictly below
VELOCITY_1Y_SDS = micro("-2")  # I.B.7.b.ii, strictly below
VELOCITY_2Y_SDS = micro("-1.5")  # I.B.7.b.iii, strictly below

HEIGHT_DAYS = 90  # I.A.7, I.B.7.a: how long before the request a height may date
WEIGHT_DAYS = 90  # case weight: the same window (semantics.md)
FALL_MONTHS = 6  # I.B.7.b.i: the heights' distance

YEARLY_GROWTH_CM = micro("2")  # II.A.2
YEARLY_GROWTH_MONTHS = 11  # II.A.2, R7: a shorter interval does not show a year
TREATED_YEARS = 1  # II.A.2

DOSE_MG_PER_KG = micro("0.12")  # I.A.10, I.B.10, II.A.5: a dose
DAILY_DOSE_MG_PER_KG = micro("0.24")  # the same twice daily
DOSES_PER_DAY = 2

STARTING_DOSE_LOW = micro("0.04")  # V: mg/kg a dose
STARTING_DOSE_HIGH = micro("0.08")  # V: mg/kg a dose
TITRATION_STEP = micro("0.04")  # V: mg/kg a dose

INITIAL_IGFD_MONTHS = 12  # approval duration I.A, Medicaid and HIM
INITIAL_GHI_MONTHS = 6  # approval duration I.B, Medicaid and HIM
CONTINUED_MONTHS = 12  # approval duration II.A, Medicaid and HIM
COMMERCIAL_MONTHS = 6  # approval duration, commercial

LABEL_CHANGE_MONTHS = 6  # I.C.1, II.B.1

# Standard normal quantiles of the chart lines 5, 10, 25, 50, 75, 90 and 95 (R5), rounded up to 10^-6: a score of six
# digits is below the line exactly when it is below this.
LINES_CROSSED = 2
PERCENTILE_LINES = tuple(map(micro, ["-1.644853", "-1.281551", "-0.674489", "0", "0.674490", "1.281552", "1.644854"]))

# The dose audit of claims (semantics.md, "Dose audit"). Ratios stay fractions: sums of mg are compared exactly.
DOSE_LIMIT = Fraction(DOSE_MG_PER_KG, ONE)  # mg/kg a dose
DAILY_LIMIT = Fraction(DAILY_DOSE_MG_PER_KG, ONE)  # mg/kg a day
VIAL_MG = 40  # policy VI
VIAL_DAYS = 30  # an opened vial is kept so long (R9)
SUPPLY_DAYS = 90  # R12: supply of a claim without days_supply lasts no longer
ASSUMED_SUPPLY_DAYS = 30  # R12, alternative
STALE_WEIGHT_DAYS = 180  # R8
STALE_WEIGHT_DAYS_STRICT = 90  # R8, alternative
EPISODE_GAP_DAYS = 30  # without supply, within an episode
EPISODE_DISPENSINGS = 3
EPISODE_DAYS = 60
