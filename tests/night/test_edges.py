"""Nights of rows drawn at the edges of the contract, with every report: no value that it accepts stops a night."""

import csv
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from random import Random

import pytest

from tests.night.nights import Nights

SEEDS = range(25)
AS_OF = ("2023-06-30", "2024-02-29", "9999-12-31")
MEMBERS = [f"m{n}" for n in range(6)]
DAYS = ["0001-01-01", "1900-01-01", "2020-02-29", "2100-01-01", "9999-12-31"]
DAYS += [f"20{year}-{month:02}-{day:02}" for year in (21, 22, 23) for month in range(1, 7) for day in (1, 15, 28)] * 2
KG, SDS = ["1", "9.999999", "20.412", "45", "300"], ["-20", "-3.000001", "-3", "-2.25", "20"]
YES_NO, NPI = ["true", "false"], ["1003000126", "1003000127"]
QUANTITIES = ["0.000001", "1.5", "36", "40", "999999999.999999"]
PAID = ["0", "0.01", "1122", "100000.00", "999999999.99"]

Values = Mapping[str, Sequence[str]]
# What a column may hold; a blank is one of the values.
EDGES: dict[str, Values] = {
    "members": {"birth_date": ["1900-01-01", "2004-02-29", "2008-02-29", "2012-05-17", "2023-06-30"], "sex": "MFU"},
    "pa_requests": {
        "line_of_business": ["MEDICAID", "HIM", "COMMERCIAL"], "request_type": ["INITIAL", "CONTINUATION"],
        "received_at": DAYS, "decision": ["APPROVED", "APPROVED", "DENIED", "PENDED"],
        "decided_at": ["9999-12-31T23:59"], "auth_start_date": DAYS,
        "auth_end_date": ["9999-12-31"], "state": ["TX", "CA", ""], "renewal_date": [*DAYS, ""],
        "indication": ["SEVERE_PRIMARY_IGFD", "ACQUIRED_GH_INSENSITIVITY", "SECONDARY_IGFD", "OTHER", ""],
        "formulary_status": ["FORMULARY", "NON_FORMULARY", ""], "diagnosis_codes": ["E34.3", "C71.9;E23.0", ""],
        "authorized_quantity_mg": [*QUANTITIES, ""], "prescriber_npi": [*NPI, ""],
        "dose_mg": ["0.000001", "2.4", "100", ""], "doses_per_day": ["1", "2", "24", ""],
        "weight_kg": [*KG, ""], "weight_date": [*DAYS, ""],
        "prior_dose_mg": ["-999999999", "1", "999999999.999999", ""], "is_dose_increase": [*YES_NO, ""],
        "epiphysis_status": ["OPEN", "CLOSED", ""], "igf1_sds": [*SDS, ""], "gh_level": ["LOW", "ELEVATED", ""],
        "growth_velocity_sds_1y": [*SDS, ""], "malignancy": [*YES_NO, ""], "concurrent_somatropin": [*YES_NO, ""],
        "currently_receiving": [*YES_NO, ""], "therapy_start_date": [*DAYS, ""],
    },
    "growth_measurements": {
        "pa_id": ["p1", "p2", "p3", ""], "measured_date": DAYS, "height_cm": ["30", "110.000001", "250", ""],
        "height_sds": [*SDS, ""], "age_months": ["0", "60.5", "1440", ""], "weight_kg": [*KG, ""],
    },
    "pharmacy_claims": {
        "dispensing_date": DAYS, "ndc_code": ["15054104005"] * 4 + ["00000000000"], "quantity": QUANTITIES,
        "unit_of_measure": ["ML", "EA", ""], "days_supply": ["1", "30", "365", ""],
        "claim_status": ["PAID"] * 4 + ["REVERSED", "DENIED"], "reverses_claim_id": ["p1", "p2", "p3", "nobody", ""],
        "prescribing_provider_npi": [*NPI, ""], "paid_amount": [*PAID, ""],
    },
    "medical_claims": {
        "claim_line_number": "12", "claim_line_start_date": DAYS, "hcpcs_code": ["J2170", "J2170", "99213", ""],
        "hcpcs_modifiers": ["JW", "JZ;KX", ""], "service_unit_quantity": [*QUANTITIES, ""],
        "diagnosis_codes": ["C71.9", ""], "frequency_code": "1178", "replaces_claim_id": ["p1", "p2", ""],
        "claim_status": ["PAID", "PAID", "DENIED"], "paid_amount": [*PAID, "-0.01", "-1122", "-100000.00", ""],
    },
}  # fmt: skip
KEYS = {"members": "member_id", "pa_requests": "pa_id", "growth_measurements": "measurement_id"}
MOST = {"pa_requests": 25, "growth_measurements": 40, "pharmacy_claims": 60, "medical_claims": 20}


def rows(extract: str, random: Random) -> list[dict[str, str]]:
    """Draw some rows of an extract; the members are all there."""
    ids = MEMBERS if extract == "members" else [f"p{n}" for n in range(random.randrange(MOST[extract]))]
    return [
        {"member_id": random.choice(MEMBERS), KEYS.get(extract, "claim_id"): name}
        | {column: random.choice(values) for column, values in EDGES[extract].items()}
        for name in ids
    ]


@pytest.mark.slow
@pytest.mark.parametrize("seed", SEEDS)
def test_no_row_that_the_contract_accepts_stops_a_night(seed: int, tmp_path: Path) -> None:
    random, drop = Random(seed), tmp_path / "drop"
    drop.mkdir()
    for extract, columns in EDGES.items():
        with (drop / f"{extract}.csv").open("w", newline="") as file:
            table = csv.DictWriter(file, ["member_id", KEYS.get(extract, "claim_id"), *columns][extract == "members" :])
            table.writeheader()
            table.writerows(rows(extract, random))
    counts = Nights(tmp_path, reports=True).run(drop, date.fromisoformat(random.choice(AS_OF)))
    assert counts["rows_accepted"] >= len(MEMBERS)
    assert (tmp_path / "reports" / "latest" / "compliance.html").exists()
