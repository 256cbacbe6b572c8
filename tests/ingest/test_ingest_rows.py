"""The row rules: every field at its bound, beside it, and missing; as tables of text and reason."""

import json
from typing import Any

import pytest
from ingest.nights import VALID, Nights, members, rows

from pa_audit.extracts import EXTRACTS

OK, FORMAT, RANGE, LENGTH, ENUM, REQUIRED = "", "format", "range", "length", "enumeration", "required"

DECIMAL = {"1.000001": OK, "+2": OK, "1.0000001": FORMAT, "1e1": FORMAT, "NaN": FORMAT, ".5": FORMAT, "5.": FORMAT}
NO_NUMBER = {"1,5": FORMAT, "1 2": FORMAT, "--1": FORMAT, "\u0661": FORMAT, "1234567890": FORMAT, "0x1": FORMAT}
DATE = {"2024-02-29": OK, "2023-02-29": FORMAT, "2024-1-01": FORMAT, "20240101": FORMAT, "0000-01-01": FORMAT}
SDS = {"-20": OK, "20": OK, "-20.000001": RANGE, "20.000001": RANGE}
KG = {"1": OK, "300": OK, "0.999999": RANGE, "300.000001": RANGE}
POSITIVE = {"0.000001": OK, "999999999.999999": OK, "0": RANGE, "-0": RANGE, "-0.000001": RANGE}
BOOLEAN = {"true": OK, "FALSE": OK, "y": OK, "N": OK, "1": OK, "0": OK, "yes": FORMAT, "2": FORMAT, "T": FORMAT}
ID = {"": REQUIRED, "  ": REQUIRED, " x ": OK}
TEN = {"1234567890": OK, "12345678901": LENGTH, "ÄÖÜÄÖÜÄÖÜÄ": OK}

FIELDS: dict[tuple[str, str], dict[str, str]] = {
    ("members", "birth_date"): {
        "1900-01-01": OK, "1899-12-31": RANGE, "2024-06-30": OK, "2024-07-01": RANGE, "": REQUIRED, "x": FORMAT,
    },
    ("members", "sex"): {"m": OK, "U": OK, "X": ENUM, "": REQUIRED, "MF": ENUM},
    ("pa_requests", "line_of_business"): {"him": OK, "Commercial": OK, "HMO": ENUM, "": REQUIRED},
    ("pa_requests", "state"): {"tx": OK, "T": OK, "TEX": LENGTH, "": OK},
    ("pa_requests", "renewal_date"): DATE,
    ("pa_requests", "formulary_status"): {"FORMULARY": OK, "non_formulary": OK, "NO": ENUM},
    ("pa_requests", "request_type"): {"continuation": OK, "RENEWAL": ENUM, "": REQUIRED},
    ("pa_requests", "indication"): {"OTHER": OK, "SECONDARY_IGFD": OK, "IGFD": ENUM, "": OK},
    ("pa_requests", "received_at"): {
        "2024-01-02T09:30:59": OK, "2024-01-02T23:59": OK, "2024-01-02T24:00": FORMAT, "2024-01-02T09:60": FORMAT,
        "2024-01-02T09:30:60": FORMAT, "2024-01-02": FORMAT, "2024-01-02 09:30": FORMAT, "2024-01-02T9:30": FORMAT,
        "2024-01-02T09:30Z": FORMAT, "2024-01-02T09:30:00.5": FORMAT, "2023-02-29T09:30": FORMAT, "": REQUIRED,
    },
    ("pa_requests", "decision"): {"withdrawn": OK, "OPEN": ENUM, "": REQUIRED},
    ("pa_requests", "authorized_quantity_mg"): POSITIVE | NO_NUMBER,
    ("pa_requests", "prescriber_npi"): TEN,
    ("pa_requests", "consult_taxonomy"): TEN,
    ("pa_requests", "dose_mg"): DECIMAL | {"100": OK, "100.000001": RANGE, "0": RANGE, "0.000001": OK, "": OK},
    ("pa_requests", "doses_per_day"): {
        "1": OK, "24": OK, "0": RANGE, "25": RANGE, "2.0": FORMAT, "+2": OK, "0000000002": FORMAT, "two": FORMAT,
    },
    ("pa_requests", "weight_kg"): KG,
    ("pa_requests", "prior_dose_mg"): {"-5": OK, "0": OK, "x": FORMAT},
    ("pa_requests", "is_dose_increase"): BOOLEAN,
    ("pa_requests", "epiphysis_status"): {"open": OK, "AJAR": ENUM},
    ("pa_requests", "igf1_sds"): SDS,
    ("pa_requests", "gh_level"): {"elevated": OK, "HIGH": ENUM},
    ("pa_requests", "growth_velocity_sds_1y"): SDS,
    ("pa_requests", "growth_velocity_sds_2y"): SDS,
    ("growth_measurements", "measured_date"): {"": REQUIRED, "2024-02-30": FORMAT, "2015-03-01": OK},
    ("growth_measurements", "height_cm"): {"30": OK, "250": OK, "29.999999": RANGE, "250.000001": RANGE},
    ("growth_measurements", "height_sds"): SDS,
    ("growth_measurements", "age_months"): {"0": OK, "1440": OK, "-0.000001": RANGE, "1440.000001": RANGE},
    ("growth_measurements", "weight_kg"): KG,
    ("pharmacy_claims", "ndc_code"): {
        "15054-1040-05": OK, "15054-1040-5": OK, "15054-140-05": OK, "5054-1040-05": OK, "": REQUIRED,
        "1505410405": FORMAT, "150541040050": FORMAT, "15054-1040-005": FORMAT, "15054 1040 05": FORMAT,
        "5054-140-05": FORMAT, "1505A104005": FORMAT,
    },
    ("pharmacy_claims", "quantity"): POSITIVE | {"": REQUIRED},
    ("pharmacy_claims", "unit_of_measure"): {"ml": OK, "EA": OK, "MG": ENUM, "": OK},
    ("pharmacy_claims", "days_supply"): {"1": OK, "365": OK, "0": RANGE, "366": RANGE},
    ("pharmacy_claims", "claim_status"): {"reversed": OK, "VOID": ENUM, "": REQUIRED},
    ("pharmacy_claims", "prescribing_provider_npi"): TEN,
    ("pharmacy_claims", "paid_amount"): {
        "0": OK, "-0.01": RANGE, "0.01": OK, "1.005": FORMAT, "1.500": OK, "999999999.99": OK, "1e3": FORMAT,
    },
    ("medical_claims", "claim_line_number"): {"7": OK, "": REQUIRED, "1.5": FORMAT, "-1": OK},
    ("medical_claims", "hcpcs_code"): {"j2170": OK, "J21700": LENGTH},
    ("medical_claims", "service_unit_quantity"): POSITIVE,
    ("medical_claims", "frequency_code"): {"7": OK, "8": OK, "2": ENUM, "": REQUIRED},
    ("medical_claims", "claim_status"): {"denied": OK, "REVERSED": ENUM},
    ("medical_claims", "paid_amount"): {"-12.34": OK, "0.001": FORMAT},
}  # fmt: skip


PLANS_OWN = [name for name, extract in EXTRACTS.items() if not extract.answers]  # others: test_dispositions.py


@pytest.mark.parametrize("extract", PLANS_OWN)
def test_a_field_breaks_exactly_the_rule_it_should(history: Nights, extract: str) -> None:
    key = EXTRACTS[extract].keys[0]
    own = {(name, column): table for (name, column), table in FIELDS.items() if name == extract}
    own |= {(extract, column): ID for column in {key, "member_id"}}
    cases = [(column, text, reason) for (_, column), table in own.items() for text, reason in table.items()]
    changes = [
        {key: f"k{number}"} | {column: f'"{text}"' if "," in text else text}
        for number, (column, text, _) in enumerate(cases)
    ]
    file = f"{extract}.csv"
    history.night({"members_all.csv": members("m1", "x"), file: rows(extract, *changes)})
    found = history.quarantine()
    got = {case[:2]: found.get((file, number)) for number, case in enumerate(cases, start=1)}
    waiting = {(column, " x ") for column in ("member_id",)}  # trimmed, it is member x
    expected = {case[:2]: [case[2]] if case[2] else None for case in cases if case[:2] not in waiting}
    assert {case: reasons for case, reasons in got.items() if case not in waiting} == expected
    assert all(got[case] is None for case in waiting)


STORED: list[tuple[str, str, str, Any]] = [
    ("pa_requests", "pa_id", "  aB c ", "aB c"),
    ("pa_requests", "state", " tx ", "TX"),
    ("pa_requests", "diagnosis_codes", "e34.3; r62.52", "E34.3; R62.52"),
    ("pa_requests", "prescriber_taxonomy", "2080p0205x", "2080P0205X"),
    ("pa_requests", "received_at", "2024-01-02T09:30", "2024-01-02 09:30:00"),
    ("pa_requests", "dose_mg", "2.412", "2.412000"),
    ("pa_requests", "prior_dose_mg", "999999999.999999", "999999999.999999"),
    ("pa_requests", "prior_dose_mg", "-0.000001", "-0.000001"),
    ("pa_requests", "prior_dose_mg", "0.300000", "0.300000"),
    ("pa_requests", "malignancy", "Y", "true"),
    ("pa_requests", "malignancy", "fALSE", "false"),
    ("pa_requests", "malignancy", " ", None),
    ("pharmacy_claims", "ndc_code", "15054-1040-5", "15054104005"),
    ("pharmacy_claims", "ndc_code", "15054-140-05", "15054014005"),
    ("pharmacy_claims", "ndc_code", "5054-1040-05", "05054104005"),
    ("pharmacy_claims", "ndc_code", "05054104005", "05054104005"),
    ("pharmacy_claims", "paid_amount", "0.29", "0.29"),
    ("pharmacy_claims", "days_supply", "+30", "30"),
]


def test_values_are_stored_exactly_as_the_contract_reads_them(history: Nights) -> None:
    files: dict[str, str] = {"members.csv": members()}
    for number, (extract, column, text, _) in enumerate(STORED):
        key = {EXTRACTS[extract].keys[0]: f"k{number:03}"} | {column: text}
        files[f"{extract}_{number:03}.csv"] = rows(extract, key)
    history.night(files)
    for number, (extract, column, text, value) in enumerate(STORED):
        file = f"{extract}_{number:03}.csv"
        [got] = history.query(
            f"select {column}::varchar from store.{extract} semi join"
            f" (from store.files where source_file = '{file}') using (file_id)"
        )
        assert got == value, (column, text)


APPROVED = {
    "decision": "approved", "decided_at": "2024-01-03T10:00",
    "auth_start_date": "2024-01-04", "auth_end_date": "2024-07-03",
}  # fmt: skip


@pytest.mark.parametrize(
    ("change", "reasons"),
    [
        (APPROVED, None),
        (APPROVED | {"decided_at": "2024-01-02T09:30"}, None),
        (APPROVED | {"decided_at": "2024-01-02T09:29"}, ["decided_before_received"]),
        (APPROVED | {"auth_end_date": "2024-01-04"}, None),
        (APPROVED | {"auth_end_date": "2024-01-03"}, ["auth_end_before_start"]),
        (APPROVED | {"auth_end_date": ""}, ["approval_incomplete"]),
        (APPROVED | {"auth_start_date": ""}, ["approval_incomplete"]),
        (APPROVED | {"decided_at": ""}, ["approval_incomplete"]),
        (APPROVED | {"decided_at": "soon"}, ["format"]),
        (APPROVED | {"decided_at": "soon", "auth_end_date": ""}, ["approval_incomplete", "format"]),
        ({"decision": "denied"}, ["denial_incomplete"]),
        ({"decision": "denied", "decided_at": "2024-01-03T10:00"}, None),
        ({"decision": "withdrawn"}, None),
        ({"decision": "?", "dose_mg": "x", "weight_kg": "0", "state": "TEX", "received_at": ""},
         ["enumeration", "format", "length", "range", "required"]),
        ({"dose_mg": "0", "weight_kg": "0"}, ["range"]),
    ],
)  # fmt: skip
def test_rules_between_columns_and_all_reasons_of_a_row(
    history: Nights, change: dict[str, str], reasons: list[str] | None
) -> None:
    history.night({"members.csv": members(), "pa_requests.csv": rows("pa_requests", change)})
    assert history.quarantine().get(("pa_requests.csv", 1)) == reasons


def test_a_problem_names_column_and_expectation_and_the_raw_row_is_as_delivered(history: Nights) -> None:
    change = {"dose_mg": " 2,4x", "weight_kg": "0", "note": "kept"}
    text = rows("pa_requests", {**change, "dose_mg": '" 2,4x"'})
    history.night({"members.csv": members(), "pa_requests.csv": text})
    [(problems, raw)] = history.query("select problems, raw->>'$' from store.quarantine")
    assert problems == [
        "dose_mg: expected a decimal of at most 9 digits before and 6 after the point",
        "weight_kg: expected at least 1; at most 300",
    ]
    assert json.loads(raw) == VALID["pa_requests"] | change
