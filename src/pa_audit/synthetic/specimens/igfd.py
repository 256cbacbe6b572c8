"""First requests for severe primary IGF-1 deficiency (I.A): every clause in every status, at and beside every
threshold.

One entry a case: what makes it special is what it says. Base: a boy of 7 years 9 months, height -3.6 SD,
approved.
"""

from pa_audit.synthetic.specimens.rows import Specimen
from pa_audit.synthetic.specimens.words import case, h

NO = "DENIED"
ELSEWHERE = "207RE0101X"

STATUSES: list[Specimen] = [
    case("IA-in-order"),
    case("IA-denied-in-order", decision=NO),
    case("IA-pended", decision="PENDED"),
    case("IA-withdrawn", decision="WITHDRAWN", igf1_sds="-2"),
    case("IA-him", line_of_business="HIM"),
    case("IA-commercial", line_of_business="COMMERCIAL", months=6, renewal_date=120),
    case(
        "IA-no-fact",
        None,
        igf1_sds=None,
        gh_level=None,
        malignancy=None,
        concurrent_somatropin=None,
        dose_mg=None,
        prescriber_taxonomy=None,
        doses_per_day=None,
        weight_kg=None,
        heights=[],
        decision=NO,
    ),
    # I.A.2 prescriber
    case("IA2-consult", prescriber_taxonomy=ELSEWHERE, consult_taxonomy="2080p0205x"),
    case("IA2-neither", prescriber_taxonomy=ELSEWHERE, consult_taxonomy="208000000X", decision=NO),
    case("IA2-one-other", prescriber_taxonomy=ELSEWHERE, decision=NO),
    # I.A.3 age: 2nd and 18th birthday, 29 February
    case("IA3-second-birthday", born="2020-03-15"),
    case("IA3-day-before-second", born="2020-03-16", decision=NO),
    case(
        "IA3-last-day",
        born="2004-03-16",
        epiphysis_status="OPEN",
        auth_start_date=0,
        decided_at=0,
        auth_end_date=0,
    ),
    case("IA3-eighteenth-birthday", born="2004-03-15", epiphysis_status="OPEN"),
    # I.A.4 epiphysis: the 10th birthday itself needs no x-ray
    case("IA4-tenth-birthday", born="2012-03-15"),
    case("IA4-day-after-open", born="2012-03-14", epiphysis_status="open"),
    case("IA4-day-after-silent", born="2012-03-14"),
    case("IA4-day-after-closed", born="2012-03-14", epiphysis_status="CLOSED", decision=NO),
    case("IA4-closed-at-nine", born="2012-09-15", epiphysis_status="CLOSED"),
    # I.A.5 IGF-1
    case("IA5-at-limit", igf1_sds="-3"),
    case("IA5-just-outside", igf1_sds="-2.999999", decision=NO),
    case("IA5-outside-approved", igf1_sds="-2.99"),
    case("IA5-silent-approved", igf1_sds=None),
    # I.A.6 growth hormone
    case("IA6-elevated", gh_level="ELEVATED"),
    case("IA6-low", gh_level="low"),
    case("IA6-silent", gh_level=None, decision=NO),
    # I.A.7 height and its 90 days
    case("IA7-at-limit", heights=[h("-3", -20)]),
    case("IA7-just-outside", heights=[h("-2.99", -20)], decision=NO),
    case("IA7-first-day", heights=[h("-3.4", -90)]),
    case("IA7-day-too-old", heights=[h("-3.4", -91)]),
    case("IA7-while-reviewed", heights=[h("-2.8", -40), h("-3.1", 2)]),
    # I.A.8, I.A.9
    case("IA8-malignancy", malignancy="Y", decision=NO),
    case("IA8-silent", malignancy=None, decision=NO),
    case("IA9-somatropin", concurrent_somatropin="1", decision=NO),
    case("IA9-silent", concurrent_somatropin=None),
    # I.A.10 dose, exact to the last written digit
    case("IA10-at-limit", dose_mg="2.412", weight_kg="20.1", heights=[h("-3.2", -14, weight_kg="20.1")]),
    case(
        "IA10-millionth-over",
        dose_mg="2.412001",
        weight_kg="20.1",
        heights=[h("-3.2", -14, weight_kg="20.1")],
    ),
    case("IA10-three-a-day", doses_per_day="3", decision=NO),
    case("IA10-dose-silent", dose_mg=None, decision=NO),
    case("IA10-frequency-silent", doses_per_day=None),
    case("IA10-weight-of-visit", weight_kg=None, weight_date=None, dose_mg="1.1"),
]

EDGES: list[Specimen] = [
    # I.A.2 prescriber
    case("IA2-none", prescriber_taxonomy=None),
    # I.A.3 age: 2nd and 18th birthday, 29 February
    case("IA3-leap-second-early", born="2020-02-29", ref="2022-02-28", decision=NO),
    case("IA3-leap-second", born="2020-02-29", ref="2022-03-01"),
    case(
        "IA3-leap-eighteenth-early",
        born="2004-02-29",
        ref="2022-02-28",
        epiphysis_status="OPEN",
        decision="PENDED",
    ),
    case("IA3-leap-eighteenth", born="2004-02-29", ref="2022-03-01", epiphysis_status="OPEN", decision=NO),
    # I.A.4 epiphysis: the 10th birthday itself needs no x-ray
    case("IA4-day-before-eleventh", born="2011-03-16"),
    case("IA4-eleventh-birthday", born="2011-03-15"),
    case("IA4-closed-at-fourteen", born="2008-01-31", sex="F", epiphysis_status="CLOSED"),
    case("IA4-leap-tenth", born="2012-02-29", ref="2022-03-01"),
    case("IA4-leap-tenth-after", born="2012-02-29", ref="2022-03-02", decision=NO),
    # I.A.5 IGF-1
    case("IA5-at-limit-written-out", igf1_sds="-3.000000"),
    case("IA5-just-inside", igf1_sds="-3.000001"),
    case("IA5-silent-denied", igf1_sds=None, decision=NO),
    # I.A.7 height and its 90 days
    case("IA7-outside-approved", heights=[h("-2.999999", -20)]),
    case("IA7-day-of-decision", heights=[h("-3.2", 3)]),
    case("IA7-after-decision", heights=[h("-3.4", 4)], decision=NO),
    case("IA7-pended-later-height", heights=[h("-3.4", 1)], decision="PENDED"),
    case("IA7-same-day", heights=[h("-2.5", -20), h("-3.5", -20)]),
    case("IA7-latest-counts", heights=[h("-3.6", -60), h("-2.7", -5)]),
    case("IA7-latest-incomplete", heights=[h("-3.2", -30), h("-2.7", -5, age_months=None)]),
    case("IA7-score-only", heights=[h("-3.4", -10, height_cm=None)], decision=NO),
    case("IA7-no-score", heights=[h(None, -10, "104.1")]),
    case("IA7-other-source", heights=[h("-3.4", -10, pa_id=None)], decision=NO),
    case("IA7-none", heights=[], weight_kg="17.2", decision=NO),
    # I.A.8, I.A.9
    case("IA8-9-written-otherwise", malignancy="N", concurrent_somatropin="0"),
    # I.A.10 dose, exact to the last written digit
    case(
        "IA10-millionth-under",
        dose_mg="2.411999",
        weight_kg="20.1",
        heights=[h("-3.2", -14, weight_kg="20.1")],
    ),
    case("IA10-tenth-over", dose_mg="2.2", weight_kg="17.2", decision=NO),
    case("IA10-once-daily", doses_per_day="1"),
    case("IA10-three-small", doses_per_day="3", dose_mg="0.5"),
    case("IA10-over-frequency-silent", doses_per_day=None, dose_mg="2.9", decision=NO),
    case("IA10-dose-silent-three-a-day", doses_per_day="3", dose_mg=None, decision=NO),
    case(
        "IA10-weight-of-visit-same-day",
        weight_kg=None,
        weight_date=None,
        dose_mg="2.1",
        heights=[h("-3.6", -14, weight_kg="14.0"), h("-3.6", -14, weight_kg="17.6")],
    ),
    case(
        "IA10-weight-too-old",
        weight_kg=None,
        weight_date=None,
        dose_mg="1.1",
        heights=[h("-3.6", -14, weight_kg=None), h("-3.5", -91)],
    ),
    case(
        "IA10-weight-silent",
        weight_kg=None,
        dose_mg="1.1",
        heights=[h("-3.6", -14, weight_kg=None)],
        decision=NO,
    ),
    # two things at once; a birthday of 31 August; a girl; sex unknown
    case("IA-two-wrong", igf1_sds="-2", gh_level="LOW", decision=NO),
    case("IA-wrong-and-silent", igf1_sds=None, gh_level="LOW"),
    case("IA-girl", sex="F", born="2016-08-31", heights=[h("-4.4", -30), h("-4.3", -230)]),
    case("IA-sex-unknown", sex="U"),
]
