"""Authorization lengths: at the last day allowed and a day over, for every pathway and line of business."""

from pa_audit.synthetic.specimens.rows import Specimen
from pa_audit.synthetic.specimens.words import CONTINUED, GHI, IGFD, case

STATUSES: list[Specimen] = [
    case("length-IA-day-over", auth_end_date="2023-03-20"),
    case("length-IA-month-over", auth_end_date="2023-04-19"),
    case("length-IA-short", months=6),
    case("length-IA-31-august", ref="2021-08-25", auth_start_date="2021-08-31", months=6),
    case("length-IA-to-birthday", born="2004-09-01", epiphysis_status="OPEN", auth_end_date="2022-08-31"),
    case("length-IA-past-birthday", born="2004-09-01", epiphysis_status="OPEN", auth_end_date="2022-09-01"),
    case("length-IB-day-over", GHI, auth_start_date="2022-08-31", ref="2022-08-24", auth_end_date="2023-02-28"),
    case("length-IIA-year-over", CONTINUED, months=24),
    *(
        case(
            f"length-{name}-commercial-{key}",
            base,
            line_of_business="COMMERCIAL",
            renewal_date=renewal,
            auth_end_date=end,
        )
        for name, base in (("IA", IGFD), ("IB", GHI), ("IIA", CONTINUED))
        for key, renewal, end in (
            ("renewal-day", "2022-12-31", "2022-12-31"),
            ("past-renewal", "2022-12-31", "2023-01-01"),
            ("renewal-sooner", "2022-05-01", "2022-09-19"),
            ("renewal-silent", None, "2022-09-19"),
            ("renewal-silent-long", None, "2022-09-20"),
        )
    ),
]

EDGES: list[Specimen] = [
    case(
        "length-IA-leap-birthday",
        born="2004-02-29",
        ref="2021-12-01",
        epiphysis_status="OPEN",
        auth_end_date="2022-02-28",
    ),
    case(
        "length-IB-six-months",
        GHI,
        auth_start_date="2022-08-31",
        ref="2022-08-24",
        auth_end_date="2023-02-27",
    ),
    case("length-IB-year", GHI, months=12),
    case(
        "length-renewal-far",
        line_of_business="COMMERCIAL",
        renewal_date="2024-01-31",
        auth_end_date="2024-01-31",
    ),
]
