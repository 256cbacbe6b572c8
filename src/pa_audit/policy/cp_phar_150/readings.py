"""The policy's ambiguous phrases and how each is read (semantics.md, "Register of readings").

The first choice of each is the default. A reading is named at the clause that uses it.
"""

from dataclasses import dataclass
from typing import Literal

from pa_audit.policy import readings


@dataclass(frozen=True)
class Readings(readings.Readings):
    """One choice for each reading; the audit is a function of them."""

    R1: Literal["1_march", "28_february"] = "1_march"
    """Birthday of a member born on 29 February in a common year."""
    R2: Literal["first_of_month", "last_of_month"] = "first_of_month"
    """A revision-log month as an effective date."""
    R3: Literal["after_10th_birthday", "11th_birthday"] = "after_10th_birthday"
    """Older than ten years."""
    R4: Literal["per_dose_and_twice", "total_per_day"] = "per_dose_and_twice"
    """The dose limit: 0.12 mg/kg a dose and two doses a day, or 0.24 mg/kg a day in all."""
    R5: Literal["fall_over_1_sd", "fall_over_1_sd_across_two_lines"] = "fall_over_1_sd"
    """A deceleration of more than 1 SD, or one that also crosses two of the growth chart's percentile lines."""
    R6: Literal["later_within", "both_within"] = "later_within"
    """Which of two heights must lie within the window for growth velocity."""
    R7: Literal["short_interval_unsettled", "short_interval_fails"] = "short_interval_unsettled"
    """Growth under 2 cm between heights less than eleven months apart."""
    R8: Literal["180_days", "90_days"] = "180_days"
    """How old a weight may be in the dose audit."""
    R9: Literal["whole_vials", "every_mg"] = "whole_vials"
    """Whether dispensing in whole vials may exceed the limit."""
    R10: Literal["until_decision", "until_receipt"] = "until_decision"
    """Until when evidence may date."""
    R11: Literal["renewal_day_covered", "day_before_renewal"] = "renewal_day_covered"
    """The last day of an authorization that runs to the renewal date."""
    R12: Literal["to_next_at_most_90_days", "30_days"] = "to_next_at_most_90_days"
    """Supply of a claim without days_supply."""
    R13: Literal["as_written_from_2020", "from_2022_09_30"] = "as_written_from_2020"
    """Since when the continued-therapy section applies as it reads today."""
    R14: Literal["by_diagnosis", "age_or_dose_too"] = "by_diagnosis"
    """What makes a use an off-label one: the diagnosis alone, or age and dose as well."""
