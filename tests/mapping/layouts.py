"""Small drops in other people's layouts: the column names are theirs, every value is ours."""


def table(sign: str, *rows: dict[str, str]) -> str:
    """Write rows under the columns that any of them has; what a row lacks is blank."""
    columns = list(dict.fromkeys(name for row in rows for name in row))
    lines = [sign.join(columns), *(sign.join(row.get(name, "") for name in columns) for row in rows)]
    return "\n".join(lines) + "\n"


def _observation(number: int, person: str, code: str, result: str, unit: str) -> dict[str, str]:
    return {
        "observation_id": f"o{number}", "person_id": person, "patient_id": person, "observation_date": "2024-01-05",
        "source_code_type": "loinc", "source_code": code, "result": result, "source_units": unit,
    }  # fmt: skip


TUVA = {
    "eligibility.csv": table(
        ",",
        {"person_id": "p1", "member_id": "x1", "gender": "female", "birth_date": "2015-03-01", "payer": "own"},
        {"person_id": "p1", "member_id": "x1", "gender": "Female", "birth_date": "2015-03-01", "payer": "own"},
        {"person_id": "p2", "member_id": "x2", "gender": "", "birth_date": "2016-04-02 00:00:00", "payer": "own"},
    ),
    "observation.csv": table(
        ",",
        _observation(1, "p1", "8302-2", "40", "[in_i]"),
        _observation(2, "p2", "29463-7", "20.5", "kg"),
        _observation(3, "p2", "8302-2", "1", "furlong"),
        _observation(4, "p2", "8867-4", "70", "/min"),
    ),
    "lab_result.csv": table(
        ",",
        {
            "lab_result_id": "l1", "person_id": "p1", "patient_id": "p1", "source_order_code": "2484-4",
            "result": "88", "collection_datetime": "2024-01-05 08:00:00", "source_units": "ng/mL",
        },
    ),
    "pharmacy_claim.csv": table(
        ",",
        {
            "claim_id": "c1", "claim_line_number": "1", "person_id": "p1", "member_id": "x1",
            "dispensing_date": "2024-01-05", "ndc_code": "15054104005", "quantity": "4", "days_supply": "28",
            "prescribing_provider_npi": "1234567893", "paid_amount": "12.3",
        },
        {
            "claim_id": "c1", "claim_line_number": "2", "person_id": "p1", "dispensing_date": "2024-01-05",
            "ndc_code": "15054104005", "quantity": "4",
        },
    ),
    "medical_claim.csv": table(
        ",",
        {
            "claim_id": "m1", "claim_line_number": "1", "person_id": "p1", "claim_start_date": "2024-01-04",
            "claim_line_start_date": "2024-01-05", "hcpcs_code": "J2170", "hcpcs_modifier_1": "JB",
            "hcpcs_modifier_2": "", "hcpcs_modifier_3": "KX", "service_unit_quantity": "40", "paid_amount": "100.00",
            "diagnosis_code_type": "icd-10-cm", "diagnosis_code_1": "E34.3", "diagnosis_code_2": "",
            "diagnosis_code_3": "Q87.1",
        },
        {
            "claim_id": "m1", "claim_line_number": "2", "person_id": "p1", "claim_start_date": "2024-01-06",
            "diagnosis_code_type": "icd-9-cm", "diagnosis_code_1": "253.3",
        },
    ),
}  # fmt: skip

LAYOUTS: dict[str, dict[str, str]] = {"tuva": TUVA}
