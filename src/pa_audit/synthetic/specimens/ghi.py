"""First requests for growth hormone insensitivity (I.B). Base: as I.A with height -2.6 SD, no IGF-1 score,
deletion and antibodies documented.
"""

from pa_audit.synthetic.specimens.rows import Specimen
from pa_audit.synthetic.specimens.words import GHI, case, h

NO = "DENIED"
ELSEWHERE = "207RE0101X"

STATUSES: list[Specimen] = [
    case("IB-in-order", GHI),
    case("IB-denied-in-order", GHI, decision=NO),
    case(
        "IB-no-fact",
        GHI,
        prescriber_taxonomy=None,
        gh_gene_deletion=None,
        gh_neutralizing_antibodies=None,
        malignancy=None,
        concurrent_somatropin=None,
        dose_mg=None,
        doses_per_day=None,
        heights=[],
        weight_kg=None,
    ),
    case("IB2-neither", GHI, prescriber_taxonomy=ELSEWHERE, consult_taxonomy=ELSEWHERE, decision=NO),
    case("IB3-adult", GHI, born="2003-11-02", epiphysis_status="OPEN", decision=NO),
    case("IB4-closed", GHI, born="2009-11-02", epiphysis_status="CLOSED"),
    case("IB4-open", GHI, born="2009-11-02", epiphysis_status="OPEN"),
    case("IB4-silent", GHI, born="2009-11-02", decision=NO),
    case("IB5-no-deletion", GHI, gh_gene_deletion="false", decision=NO),
    case("IB6-no-antibodies", GHI, gh_neutralizing_antibodies="false", decision=NO),
    case("IB8-malignancy", GHI, malignancy="true", decision=NO),
    case("IB9-somatropin", GHI, concurrent_somatropin="true"),
    case("IB10-over", GHI, dose_mg="3", weight_kg="18.2", decision=NO),
    # I.B.7.a strictly below -2
    case("IB7a-just-inside", GHI, heights=[h("-2.000001", -14)]),
    case("IB7a-at-limit", GHI, heights=[h("-2", -14)], decision=NO),
    # I.B.7.b.i a fall of more than 1 SD, at least 6 months apart, within the year
    case("IB7bi-fell", GHI, heights=[h("-1.9", -10), h("-0.8", -200)]),
    case("IB7bi-fell-exactly-one", GHI, heights=[h("-1.9", -10), h("-0.9", -200)], decision=NO),
    # I.B.7.b.ii growth velocity over 1 year
    case("IB7bii-met", GHI, heights=[h("-1.9", -10), h("-1.5", -380)], growth_velocity_sds_1y="-2.01"),
    case(
        "IB7bii-at-limit",
        GHI,
        heights=[h("-1.9", -10), h("-1.5", -380)],
        growth_velocity_sds_1y="-2",
        decision=NO,
    ),
    # I.B.7.b.iii over 2 years
    case("IB7biii-met", GHI, heights=[h("-1.9", -500), h("-1.5", -1300)], growth_velocity_sds_2y="-1.51"),
    case(
        "IB7biii-at-limit",
        GHI,
        heights=[h("-1.9", -10), h("-1.5", -760)],
        growth_velocity_sds_2y="-1.5",
        decision=NO,
    ),
    # everything shown, nothing reached
    case(
        "IB7-all-shown-none-met",
        GHI,
        decision=NO,
        growth_velocity_sds_1y="-1.2",
        growth_velocity_sds_2y="-1.1",
        heights=[h("-1.7", -10), h("-1.6", -200), h("-1.5", -380), h("-1.4", -760)],
    ),
]

EDGES: list[Specimen] = [
    case("IB5-silent", GHI, gh_gene_deletion=None),
    case("IB6-silent", GHI, gh_neutralizing_antibodies=None, decision=NO),
    # I.B.7.b.i a fall of more than 1 SD, at least 6 months apart, within the year
    case("IB7bi-fell-just-more", GHI, heights=[h("-1.9", -10), h("-0.899999", -200)]),
    case("IB7bi-six-months", GHI, ref="2022-09-05", heights=[h("-1.9", "2022-08-31"), h("-0.7", "2022-02-28")]),
    case("IB7bi-clipped-month", GHI, heights=[h("-1.9", "2022-02-28"), h("-0.7", "2021-08-31")]),
    case("IB7bi-day-short", GHI, heights=[h("-1.9", "2022-02-27"), h("-0.7", "2021-08-28")], decision=NO),
    case("IB7bi-first-day-of-year", GHI, heights=[h("-1.9", -10), h("-0.8", "2021-03-15")]),
    case("IB7bi-before-the-year", GHI, heights=[h("-1.9", -10), h("-0.8", "2021-03-14")], decision=NO),
    case("IB7bi-middle-pair", GHI, heights=[h("-1.6", -5), h("-1.9", -100), h("-0.7", -300)]),
    # I.B.7.b.ii growth velocity over 1 year
    case("IB7bii-just-past", GHI, heights=[h("-1.9", -10), h("-1.5", -380)], growth_velocity_sds_1y="-2.000001"),
    case(
        "IB7bii-one-year",
        GHI,
        heights=[h("-1.9", "2022-03-01"), h("-1.5", "2021-03-01")],
        growth_velocity_sds_1y="-2.4",
    ),
    case(
        "IB7bii-day-short",
        GHI,
        heights=[h("-1.9", "2022-02-28"), h("-1.5", "2021-03-01")],
        growth_velocity_sds_1y="-2.4",
    ),
    case("IB7bii-no-velocity", GHI, heights=[h("-1.9", -10), h("-1.5", -380)]),
    case(
        "IB7bii-later-too-old",
        GHI,
        heights=[h("-1.9", -366), h("-1.5", -800)],
        growth_velocity_sds_1y="-2.4",
        decision=NO,
    ),
    # I.B.7.b.iii over 2 years
    case(
        "IB7biii-two-years",
        GHI,
        heights=[h("-1.9", "2022-03-01"), h("-1.5", "2020-03-01")],
        growth_velocity_sds_2y="-1.6",
    ),
    case(
        "IB7biii-day-short",
        GHI,
        heights=[h("-1.9", "2022-02-28"), h("-1.5", "2020-03-01")],
        growth_velocity_sds_2y="-1.6",
        decision=NO,
    ),
    case(
        "IB7biii-last-day",
        GHI,
        heights=[h("-1.9", "2020-03-15"), h("-1.5", "2018-03-15")],
        growth_velocity_sds_2y="-1.6",
    ),
    case(
        "IB7biii-day-past",
        GHI,
        heights=[h("-1.9", "2020-03-14"), h("-1.5", "2018-03-14")],
        growth_velocity_sds_2y="-1.6",
        decision=NO,
    ),
]
