"""Continued therapy (II.A). Base: treated for 420 days, 0.3 SD gained in a year, the dose unchanged."""

from pa_audit.synthetic.specimens.rows import Specimen
from pa_audit.synthetic.specimens.words import CONTINUED, case, h

NO = "DENIED"
YEAR_APART = ("2022-03-10", "2021-04-10")  # 11 months: the shortest interval that settles too little growth

STATUSES: list[Specimen] = [
    case("IIA-in-order", CONTINUED),
    case("IIA-denied-in-order", CONTINUED, decision=NO),
    case("IIA-insensitive", CONTINUED, indication="ACQUIRED_GH_INSENSITIVITY"),
    case(
        "IIA-no-fact",
        CONTINUED,
        currently_receiving=None,
        continuity_of_care=None,
        therapy_start_date=None,
        heights=[],
        malignancy=None,
        concurrent_somatropin=None,
        dose_mg=None,
        prior_dose_mg=None,
        is_dose_increase=None,
    ),
    # II.A.1
    case("IIA1-continuity", CONTINUED, currently_receiving="false", continuity_of_care="true"),
    case("IIA1-neither", CONTINUED, currently_receiving="false", decision=NO),
    # II.A.2 growth of 2 cm, once treated for a year
    case("IIA2-day-less-than-a-year", CONTINUED, therapy_start_date="2021-03-16", heights=[]),
    case(
        "IIA2-exactly-2-cm",
        CONTINUED,
        heights=[h("-3.4", YEAR_APART[0], "104.3"), h("-3.4", YEAR_APART[1], "102.3")],
    ),
    case(
        "IIA2-under-2-cm",
        CONTINUED,
        heights=[h("-3.4", YEAR_APART[0], "104.3"), h("-3.4", YEAR_APART[1], "102.4")],
        decision=NO,
    ),
    case("IIA2-one-height", CONTINUED, heights=[h("-3.3", -10)], decision=NO),
    case("IIA2-start-silent-growth-shown", CONTINUED, therapy_start_date=None),
    # II.A.3, II.A.4
    case("IIA3-malignancy", CONTINUED, malignancy="true"),
    case("IIA4-somatropin", CONTINUED, concurrent_somatropin="true", decision=NO),
    # II.A.5 a dose increase is capped; the numbers outrank the tick
    case("IIA5-increase", CONTINUED, is_dose_increase="true", dose_mg="1.5"),
    case(
        "IIA5-increase-at-limit",
        CONTINUED,
        is_dose_increase="true",
        dose_mg="2.412",
        weight_kg="20.1",
        heights=[h("-3.0", -10, weight_kg="20.1"), h("-3.4", -350)],
    ),
    case("IIA5-increase-over", CONTINUED, is_dose_increase="true", dose_mg="2.5", decision=NO),
    case("IIA5-numbers-outrank-tick", CONTINUED, is_dose_increase="false", dose_mg="2.6", prior_dose_mg="2.5"),
    case("IIA5-unchanged-above-limit", CONTINUED, dose_mg="2.9", prior_dose_mg="2.9"),
    case("IIA5-unknown-over", CONTINUED, is_dose_increase=None, prior_dose_mg=None, dose_mg="2.9", decision=NO),
]

EDGES: list[Specimen] = [
    # II.A.1
    case("IIA1-continuity-silent", CONTINUED, currently_receiving="false", continuity_of_care=None),
    case("IIA1-receiving-silent", CONTINUED, currently_receiving=None, decision=NO),
    # II.A.2 growth of 2 cm, once treated for a year
    case("IIA2-treated-a-year", CONTINUED, therapy_start_date="2021-03-15", heights=[]),
    case(
        "IIA2-just-under-approved",
        CONTINUED,
        heights=[h("-3.4", YEAR_APART[0], "104.299999"), h("-3.4", YEAR_APART[1], "102.3")],
    ),
    case(
        "IIA2-under-in-10-months",
        CONTINUED,
        heights=[h("-3.4", "2022-03-09", "104.3"), h("-3.4", YEAR_APART[1], "102.4")],
    ),
    case("IIA2-enough-in-5-months", CONTINUED, heights=[h("-3.4", -10, "104.3"), h("-3.6", -160, "101.9")]),
    case("IIA2-older-than-a-year", CONTINUED, heights=[h("-3.3", -10), h("-3.6", -366)]),
    case("IIA2-first-day-of-year", CONTINUED, heights=[h("-3.3", -10), h("-3.6", "2021-03-15")]),
    case(
        "IIA2-same-day",
        CONTINUED,
        heights=[h("-3.6", -10, "102.0"), h("-3.3", -10, "104.3"), h("-3.5", -350, "101.8")],
    ),
    case(
        "IIA2-start-silent-no-growth",
        CONTINUED,
        therapy_start_date=None,
        decision=NO,
        heights=[h("-3.4", YEAR_APART[0], "104.3"), h("-3.4", YEAR_APART[1], "103.4")],
    ),
    case("IIA2-leap-start", CONTINUED, ref="2021-02-28", therapy_start_date="2020-02-29", heights=[]),
    # II.A.5 a dose increase is capped; the numbers outrank the tick
    case("IIA5-tick-without-numbers", CONTINUED, is_dose_increase="true", dose_mg="1.5", prior_dose_mg=None),
    case("IIA5-tick-against-lower-dose", CONTINUED, is_dose_increase="true", dose_mg="1.0"),
    case("IIA5-unknown-within", CONTINUED, is_dose_increase=None, prior_dose_mg=None),
    case("IIA5-increase-dose-silent", CONTINUED, is_dose_increase="true", dose_mg=None),
    case("IIA5-numbers-no-increase", CONTINUED, is_dose_increase=None, dose_mg="1.0"),
]
