"""What people are told in place of the policy's tokens, in our own words; and what only this drug's reports say."""

NAME = "mecasermin"

WORDS = {
    "pathway": {
        "I.A": "First request, severe primary IGFD",
        "I.B": "First request, GH insensitivity",
        "I.C": "First request, another use",
        "II.A": "Continued therapy",
        "II.B": "Continued, another use",
        "III.B": "Secondary IGFD",
        "": "No indication stated",
    },
    "reading": {
        "R1": "Birthday of a child born on 29 February",
        "R2": "A month given as an effective date",
        "R3": "Older than ten years",
        "R4": "The dose limit, twice daily",
        "R5": "Height deceleration",
        "R6": "Two heights within the window",
        "R7": "Growth under 2 cm over a short interval",
        "R8": "How old a weight may be",
        "R9": "Dispensing in whole vials",
        "R10": "Evidence may date",
        "R11": "The member's renewal date",
        "R12": "Supply of a claim that does not say",
        "R13": "Continued therapy judged as it reads today",
        "R14": "What makes a use another use",
    },
    "choice": {
        "1_march": "1 March",
        "28_february": "28 February",
        "first_of_month": "the first of the month",
        "last_of_month": "the last of the month",
        "after_10th_birthday": "from the day after the 10th birthday",
        "11th_birthday": "from the 11th birthday",
        "per_dose_and_twice": "0.12 mg/kg a dose, at most two doses",
        "total_per_day": "0.24 mg/kg a day, in however many doses",
        "fall_over_1_sd": "a fall of more than 1 SD",
        "fall_over_1_sd_across_two_lines": "a fall of more than 1 SD across two percentile lines",
        "later_within": "the later one lies in it",
        "both_within": "both lie in it",
        "short_interval_unsettled": "not documented",
        "short_interval_fails": "not met",
        "180_days": "180 days",
        "90_days": "90 days",
        "whole_vials": "whole vials may exceed the limit",
        "every_mg": "every milligram counts",
        "until_decision": "until the decision",
        "until_receipt": "until receipt",
        "renewal_day_covered": "that day is the last covered",
        "day_before_renewal": "the day before is",
        "to_next_at_most_90_days": "the days to the next one, 90 at most",
        "30_days": "30 days",
        "as_written_from_2020": "since August 2020",
        "from_2022_09_30": "since 30 September 2022",
        "by_diagnosis": "the diagnosis alone",
        "age_or_dose_too": "age and dose as well",
    },
    "kind": {
        "claim_at_or_after_18": "Claim on or after the 18th birthday",
        "dosing_frequency_off_label": "Other than two doses a day",
    },
    "allowed_by": {"birthday": "18th birthday"},
    "prose": {
        "units": "Pharmacy claims in millilitres at 10 mg each, medical claims in J2170 units of 1 mg",
        "terms": (
            "IGFD: lack of insulin-like growth factor 1 (IGF-1). GH: growth hormone. "
            "SD: standard deviations from the mean of age and sex."
        ),
        "requested": (
            "Clause II.A.5 limits an increased dose alone: a continued dose above the limit is listed here, "
            "and may have been approved as the criteria say."
        ),
    },
}
"""Lists of the reports' words (reports/templates/words.json has those that all policies share), token by token."""
