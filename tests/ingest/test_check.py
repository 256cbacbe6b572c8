"""The row rules: asked in one query, they find what pandera's own validation finds one by one."""

from datetime import date

import polars as pl
import pytest
from pandera.errors import SchemaErrors
from pandera.polars import Check, DataFrameSchema
from polars import col

from pa_audit.contract import Column, RowRule
from pa_audit.extracts import EXTRACTS
from pa_audit.ingest.batch import Batch, no_broken, numbers
from pa_audit.ingest.check import REASONS, Piece, examine
from pa_audit.ingest.parse import parse

AS_OF = date(2023, 6, 30)
ROWS = 120
WORDS = ["M", "HIM", "INITIAL", "APPROVED", "", "DENIED", "PAID", "ML", "1", "no such word and too long"]
NUMBERS = ["25", "1", "0", "", "-21", "301", "101", "1441"]
DATES = ["2023-06-30", "1899-12-31", "", "1900-01-01", "2023-07-01"]
TEXTS = {
    "text": WORDS,
    "code": WORDS,
    "ndc": ["15054104005", ""],
    "decimal": NUMBERS,
    "money": NUMBERS,
    "integer": NUMBERS,
    "boolean": ["Y", "", "N"],
    "date": DATES,
    "timestamp": [f"{day}T10:00" if day else "" for day in DATES],
}


def mixed(place: int, column: Column) -> list[str]:
    """Take turns with the texts of a column's kind, in a rhythm of its own."""
    texts = TEXTS[column.kind]
    return [texts[(row // (1 + place % 4) + place) % len(texts)] for row in range(ROWS)]


def of_frame(rule: RowRule) -> Check:
    """Give a row rule as a pandera check of the whole frame."""
    return Check(lambda data: data.lazyframe.select(rule.holds), name=rule.name)


@pytest.mark.parametrize("name", EXTRACTS)
def test_a_row_breaks_the_rules_that_pandera_says_it_breaks(name: str) -> None:
    extract, fields = EXTRACTS[name], EXTRACTS[name].fields(AS_OF)
    rows = pl.DataFrame({column.name: mixed(place, column) for place, column in enumerate(extract.columns)})
    typed, malformed = parse(extract, rows)
    assert malformed.is_empty()
    found = examine(extract, fields, [Piece(1, Batch(rows, numbers(0, ROWS), no_broken(), ROWS))])
    schema = DataFrameSchema(fields, checks=[of_frame(rule) for rule in extract.row_rules])
    with pytest.raises(SchemaErrors) as refused:
        schema.validate(typed, lazy=True)
    of_row = col("schema_context") == "DataFrameSchema"
    check = col("check").str.extract(r"^(\w+)").replace({"not_nullable": "required", **REASONS})
    expected = (
        refused.value.failure_cases.select("index", pl.when(of_row).then("check").otherwise("column"), reason=check)
        .unique()
        .group_by(row_number=col("index").cast(pl.Int64))
        .agg(col("reason").unique().sort(), problems=pl.len())
        .sort("row_number")
    )
    got = found.rejected.select("row_number", reason="reasons", problems=col("problems").list.len())
    assert got.sort("row_number").rows() == expected.rows()
    assert found.valid.height == ROWS - expected.height
