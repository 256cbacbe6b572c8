"""Dispensing against the dose limit.

Weight 20 kg unless said otherwise: 30 days allow 144 mg, and whole vials of 40 mg up to 160 mg. A fill is 3
vials (120 mg).
"""

from pa_audit.synthetic.specimens.rows import Specimen, fill
from pa_audit.synthetic.specimens.words import TWENTY, case, h, line

STATUSES: list[Specimen] = [
    case("dose-within", TWENTY, rx=[fill(10 + 30 * month) for month in range(12)]),
    case("dose-at-limit", TWENTY, rx=[fill(10, quantity="14.4")]),
    case("dose-vial-rounding", TWENTY, rx=[fill(10, quantity="14.400001"), fill(60, 4)]),
    case("dose-over", TWENTY, rx=[fill(10, quantity="16.000001"), fill(60, 5)]),
    case("dose-implausible", TWENTY, rx=[fill(10, 40), fill(50, 12, days_supply="3")]),
    case("dose-unit", TWENTY, rx=[fill(10, unit_of_measure="EA"), fill(45, unit_of_measure=None)]),
    case("dose-days-silent", TWENTY, rx=[fill(10, days_supply=None)]),
    case("dose-early-refills", TWENTY, rx=[fill(10 + 12 * at) for at in range(7)]),
    case(
        "dose-medical",
        TWENTY,
        med=[line(10), line(40, "144"), line(70, "160"), line(100, "161"), line(130, None)],
    ),
]

EDGES: list[Specimen] = [
    case(
        "dose-days-to-next",
        TWENTY,
        rx=[fill(10, days_supply=None), fill(40, days_supply=None), fill(200, days_supply=None)],
    ),
    case("dose-two-on-a-day", TWENTY, rx=[fill(10, 2), fill(10, 2, days_supply="15", unit_of_measure="ml")]),
    case(
        "dose-weight-180-days",
        TWENTY,
        heights=[h("-3.6", -14, weight_kg=None)],
        weight_date=0,
        rx=[fill(180), fill(181)],
    ),
    case(
        "dose-weight-90-days",
        TWENTY,
        heights=[h("-3.6", -14, weight_kg=None)],
        weight_date=0,
        rx=[fill(90), fill(91)],
    ),
    case(
        "dose-weight-none",
        weight_kg=None,
        dose_mg="1.2",
        heights=[h("-3.6", -14, weight_kg=None)],
        rx=[fill(10)],
    ),
    case("dose-weight-undated", TWENTY, weight_date=None, heights=[h("-3.6", -200)], rx=[fill(-1), fill(10)]),
    case("dose-episode-rounding", TWENTY, rx=[fill(10 + 20 * at) for at in range(5)]),
    case(
        "dose-episode-unit",
        TWENTY,
        rx=[fill(10 + 30 * at, unit_of_measure="EA" if at == 1 else "ML") for at in range(5)],
    ),
    case("dose-episode-gap", TWENTY, rx=[fill(at) for at in (10, 40, 70, 131, 161, 191)]),
    case("dose-eton-dashed", TWENTY, rx=[fill(10, ndc_code="71863-216-04"), fill(40, ndc_code="15054-1040-05")]),
    case("dose-medical-days-silent", TWENTY, med=[line(10)]),
    case("dose-both-on-a-day", TWENTY, rx=[fill(10, 2)], med=[line(10, "40")]),
]
