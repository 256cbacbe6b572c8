"""Claims that cancel or repeat each other: reversals, replacements, voids, duplicates. A fill is 3 vials (120
mg).
"""

from pa_audit.synthetic.specimens.rows import Specimen, fill
from pa_audit.synthetic.specimens.words import TWENTY, case, line

STATUSES: list[Specimen] = [
    case(
        "rx-reversed",
        TWENTY,
        rx=[fill(10, id="1"), fill(12, id="2", claim_status="REVERSED", reverses="1"), fill(40)],
    ),
    case(
        "rx-reversal-first",
        TWENTY,
        rx=[fill(9, id="0", claim_status="REVERSED", reverses="1"), fill(10, id="1"), fill(12, id="2")],
    ),
    case("rx-duplicate", TWENTY, rx=[fill(10), fill(10, quantity="12.0"), fill(40)]),
    case(
        "mc-replaced",
        TWENTY,
        med=[line(10, id="1"), line(10, "80", id="2", frequency_code="7", replaces="1")],
    ),
    case(
        "mc-chain",
        TWENTY,
        med=[
            line(10, id="1"),
            line(10, "80", id="2", frequency_code="7", replaces="1"),
            line(10, "90", id="3", frequency_code="7", replaces="2"),
        ],
    ),
    case("mc-voided", TWENTY, med=[line(10, id="1"), line(11, id="2", frequency_code="8", replaces="1")]),
    case(
        "mc-denied-replacement",
        TWENTY,
        med=[
            line(10, id="1"),
            line(10, "80", id="2", frequency_code="7", replaces="1", claim_status="DENIED"),
        ],
    ),
    case("mc-wastage", TWENTY, med=[line(10, hcpcs_modifiers="JW"), line(40, hcpcs_modifiers="25;jz")]),
    case("both-benefits", TWENTY, rx=[fill(10), fill(45)], med=[line(17), line(53)]),
]

EDGES: list[Specimen] = [
    case(
        "rx-reversed-twice",
        TWENTY,
        rx=[
            fill(10, id="1"),
            fill(11, id="2", claim_status="REVERSED", reverses="1"),
            fill(12, id="3", claim_status="REVERSED", reverses="1"),
        ],
    ),
    case("rx-reverses-itself", TWENTY, rx=[fill(10), fill(12, id="9", claim_status="REVERSED", reverses="9")]),
    case("rx-orphan-reversal", TWENTY, rx=[fill(10), fill(12, claim_status="REVERSED", reverses="lost")]),
    case("rx-denied", TWENTY, rx=[fill(10, claim_status="DENIED", paid_amount="0.00"), fill(11)]),
    case(
        "rx-duplicate-reversed",
        TWENTY,
        rx=[fill(10, id="1"), fill(10, id="2"), fill(11, id="3", claim_status="REVERSED", reverses="2")],
    ),
    case(
        "mc-chain-voided",
        TWENTY,
        med=[
            line(10, id="1"),
            line(10, "80", id="2", frequency_code="7", replaces="1"),
            line(10, "80", id="3", frequency_code="8", replaces="2"),
        ],
    ),
    case("mc-orphan-void", TWENTY, med=[line(10), line(12, frequency_code="8", replaces="lost")]),
    case("mc-replaces-itself", TWENTY, med=[line(10, id="1", frequency_code="7", replaces="1")]),
    case("mc-two-lines", TWENTY, med=[line(10, "60", id="1"), line(10, "60", id="1", claim_line_number="2")]),
]
