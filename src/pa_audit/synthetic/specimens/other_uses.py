"""Other uses (I.C, II.B), secondary deficiency (III.B), no indication, policy versions, state provisions.

The configuration that goes with the drop knows label changes on 2022-04-01 and 2022-11-15, and a state
exception for CA in 2021.
"""

from pa_audit.synthetic.specimens.rows import Specimen
from pa_audit.synthetic.specimens.words import CONTINUED, OTHER, SECONDARY, case

NO = "DENIED"

STATUSES: list[Specimen] = [
    # I.C / II.B: referral by line, formulary and label change; that route opens on 2022-09-30
    *(
        case(
            f"IC1-{line.lower()}-{status.lower().replace('_', '-')}",
            OTHER,
            ref="2022-12-05",
            line_of_business=line,
            formulary_status=status,
        )
        for line in ("MEDICAID", "HIM", "COMMERCIAL")
        for status in ("FORMULARY", "NON_FORMULARY")
    ),
    case("IC1-day-of-label", OTHER, ref="2022-11-15"),
    case("IC2-day-before-label", OTHER, ref="2022-11-14", decided_at=0, decision=NO),
    case("IC2-medicaid", OTHER),
    case("IC2-commercial", OTHER, line_of_business="COMMERCIAL", decision=NO),
    case("IC2-him-old-policy", OTHER, line_of_business="HIM", ref="2021-07-28"),
    case("IC2-him-new-policy", OTHER, line_of_business="HIM", ref="2021-07-29"),
    case("IC2-pended", OTHER, decision="PENDED"),
    case("IIB1-formulary", OTHER, request_type="CONTINUATION", ref="2023-01-10", formulary_status="FORMULARY"),
    case("IIB2-off-label", OTHER, request_type="CONTINUATION"),
    # III.B
    case("IIIB-denied", SECONDARY, decision=NO),
    case("IIIB-approved", SECONDARY),
    case("IIIB1-gh-deficiency", SECONDARY, diagnosis_codes="E23.0", decision=NO),
    case("IIIB2-malnutrition", SECONDARY, diagnosis_codes="R62.52;E44.0", decision=NO),
    case("IIIB3-hypothyroidism", SECONDARY, diagnosis_codes="e039", decision=NO),
    case("IIIB4-steroids", SECONDARY, diagnosis_codes="Z79.52", request_type="CONTINUATION", decision=NO),
    # no indication
    case("no-indication-approved", indication=None),
    case("no-indication-denied", indication=None, decision=NO),
    case("no-indication-continued", CONTINUED, indication=None, decision="WITHDRAWN"),
    # versions and state provisions
    case("version-none-yet", ref="2020-07-29", decided_at="2020-07-31T16:00"),
    case("version-2020-08", ref="2020-07-29", decided_at="2020-08-01T08:00"),
    case("version-2021-08", CONTINUED, ref="2021-07-30", decided_at="2021-08-01T00:00"),
    case("version-2022-09", ref="2022-09-30", decided_at=0),
    case("state-first-day", state="CA", ref="2021-01-01"),
    case("state-last-day", state="ca", ref="2021-12-31", decision=NO),
    case("state-other-line", state="CA", ref="2021-06-15", line_of_business="HIM"),
]

EDGES: list[Specimen] = [
    # I.C / II.B: referral by line, formulary and label change; that route opens on 2022-09-30
    case("IC1-formulary-silent", OTHER, ref="2022-12-05", formulary_status=None, decision=NO),
    case("IC1-six-months", OTHER, ref="2023-05-15", decision=NO),
    case("IC2-six-months-and-a-day", OTHER, ref="2023-05-16"),
    case("IC2-version-before-route", OTHER, ref="2022-09-27", decided_at=2),
    case("IC1-version-of-route", OTHER, ref="2022-09-27", decided_at=3),
    # III.B
    case("IIIB-all-four", SECONDARY, diagnosis_codes="E230;E441;E03.9;Z7952"),
    # versions and state provisions
    case("version-undecided", ref="2020-07-31", decision="PENDED"),
    case("version-2022-08", ref="2022-08-01", decided_at=0),
    case("version-none-secondary", SECONDARY, ref="2020-06-01"),
    case("version-none-other", OTHER, ref="2020-06-01"),
    case("state-day-before", state="CA", ref="2020-12-31"),
    case("state-day-after", state="CA", ref="2022-01-01"),
    case("state-silent", state=None),
]
