"""The contract as the models say it, and what is derived from it."""

from datetime import date

import pytest
from ingest.nights import Nights, members

from pa_audit.contract import Extract
from pa_audit.extracts import EXTRACTS

COUNTS = {
    "members": 3, "pa_requests": 36, "growth_measurements": 8, "pharmacy_claims": 12, "medical_claims": 13,
    "dispositions": 6, "reviews": 8,
}  # fmt: skip
TYPES = {
    ("pa_requests", "received_at"): "TIMESTAMP",
    ("pa_requests", "weight_date"): "DATE",
    ("pa_requests", "dose_mg"): "DECIMAL(15,6)",
    ("pa_requests", "doses_per_day"): "INTEGER",
    ("pa_requests", "malignancy"): "BOOLEAN",
    ("pharmacy_claims", "paid_amount"): "DECIMAL(14,2)",
    ("pharmacy_claims", "ndc_code"): "VARCHAR",
    ("medical_claims", "claim_line_number"): "INTEGER",
}


def test_the_extracts_have_the_columns_and_keys_of_the_contract() -> None:
    assert {name: len(extract.columns) for name, extract in EXTRACTS.items()} == COUNTS
    assert EXTRACTS["medical_claims"].keys == ("claim_id", "claim_line_number")
    assert all(column.required for extract in EXTRACTS.values() for column in extract.columns if column.key)


def test_every_column_says_what_it_means_and_what_is_expected() -> None:
    columns = {(extract.name, column.name): column for extract in EXTRACTS.values() for column in extract.columns}
    assert all(column.about for column in columns.values())
    assert columns["members", "birth_date"].expects == "at least 1900-01-01; at most the drop's as-of date"
    assert columns["pa_requests", "dose_mg"].expects == "above 0; at most 100"
    assert columns["pa_requests", "state"].expects == "at most 2 characters"
    assert {place: columns[place].sql_type for place in TYPES} == TYPES


@pytest.mark.parametrize("extract", EXTRACTS.values(), ids=EXTRACTS)
def test_a_schema_for_one_day_leaves_the_model_as_it_was(extract: Extract) -> None:
    def checks(as_of: date) -> dict[str, list[str]]:
        return {name: [str(check) for check in field.checks] for name, field in extract.fields(as_of).items()}

    assert checks(date(2024, 1, 1)) == checks(date(2024, 1, 1))
    assert (checks(date(2024, 1, 1)) == checks(date(2024, 1, 2))) is (extract.name != "members")


def test_tables_have_the_contract_s_types_and_views_a_comment_for_every_column(history: Nights) -> None:
    history.night({"members.csv": members()})
    columns = history.query(
        "select table_name, column_name, data_type, comment from duckdb_columns() where schema_name = 'audit'"
    )
    assert {(table, name): kind for table, name, kind, _ in columns} == {
        (extract.name, column.name): column.sql_type for extract in EXTRACTS.values() for column in extract.columns
    }
    assert all(comment for *_, comment in columns)
    grains = dict(history.query("select view_name, comment from duckdb_views() where schema_name = 'audit'"))
    assert grains["members"] == "One row a member of the plan. Current accepted rows. Key: member_id."
