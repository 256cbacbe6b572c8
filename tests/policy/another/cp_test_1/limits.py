"""Its numbers, under the names that findings and reports ask for: one dose a day, another age, and no vials."""

from pa_audit.policy.cp_phar_150 import limits

DOSE_MG_PER_KG = DAILY_DOSE_MG_PER_KG = limits.DAILY_DOSE_MG_PER_KG
DOSES_PER_DAY = 1
MAX_AGE = 13
WEIGHT_DAYS = limits.WEIGHT_DAYS
COMMERCIAL_MONTHS = 12
EPISODE_GAP_DAYS = limits.EPISODE_GAP_DAYS
EPISODE_DISPENSINGS = limits.EPISODE_DISPENSINGS
EPISODE_DAYS = limits.EPISODE_DAYS
VIAL_MG = None
