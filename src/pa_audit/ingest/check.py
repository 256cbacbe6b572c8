"""Row rules: pandera checks the typed rows; all that a row breaks is collected before it is set aside."""

from dataclasses import dataclass

import polars as pl
from pandera.config import ValidationDepth, config_context
from pandera.errors import SchemaErrors
from pandera.polars import DataFrameSchema
from polars import col, lit, when

from pa_audit.errors import AuditError
from pa_audit.extracts import Extract
from pa_audit.ingest.batch import Batch, as_json
from pa_audit.ingest.parse import EXPECTED, parse

# The name of pandera's check to the reason in quarantine; a row rule's check has its reason in its name.
REASONS = {
    "not_nullable": "required",
    "isin": "enumeration",
    "str_length": "length",
    "greater_than": "range",
    "greater_than_or_equal_to": "range",
    "less_than_or_equal_to": "range",
}
FAILURES = {"index": pl.UInt32, "column": pl.String, "reason": pl.String}


@dataclass(frozen=True)
class Examined:
    """A batch after the row rules: typed rows that are valid by themselves, quarantine rows of others."""

    valid: pl.DataFrame
    numbers: pl.Series
    rejected: pl.DataFrame


def examine(extract: Extract, schema: DataFrameSchema, batch: Batch) -> Examined:
    """Parse and check a batch. Raises AuditError, without any value, if it cannot be checked."""
    typed, malformed = parse(extract, batch.rows)
    failures = pl.concat(
        [
            malformed.select("index", "column", reason=lit("format")),
            _beside(malformed, extract, _broken_rules(extract, schema, typed)),
        ]
    )
    if failures.is_empty():
        return Examined(typed, batch.numbers, batch.broken)
    rows = _reasons(extract, failures)
    fails = pl.Series(rows["index"])
    raw = as_json(batch.rows[fails])
    rejected = rows.select(batch.numbers.gather(fails).alias("row_number"), "reasons", "problems", raw)
    passes = ~pl.int_range(typed.height, dtype=pl.UInt32, eager=True).is_in(fails.implode())
    return Examined(typed.filter(passes), batch.numbers.filter(passes), batch.broken.vstack(rejected))


def _broken_rules(extract: Extract, schema: DataFrameSchema, typed: pl.DataFrame) -> pl.DataFrame:
    """Ask pandera which rows break which rules: index, column (or name of the row rule), reason."""
    cases = pl.DataFrame(schema=FAILURES)
    try:
        with config_context(validation_enabled=True, validation_depth=ValidationDepth.SCHEMA_AND_DATA):
            schema.validate(typed, lazy=True)
    except SchemaErrors as errors:
        of_row = col("schema_context") == "DataFrameSchema"
        check = col("check").str.extract(r"^(\w+)")  # greater_than(0), or a row rule's reason:column
        cases = errors.failure_cases.select(
            index=col("index").cast(pl.UInt32),
            column=when(of_row).then("check").otherwise("column"),
            reason=check.replace(REASONS),
        )
    known = {*REASONS.values(), *(rule.reason for rule in extract.row_rules)}
    if cases["index"].has_nulls() or not set(cases["reason"]) <= known:
        raise AuditError(f"{extract.name}: its contract could not be checked; report this") from None
    return cases.unique(maintain_order=True)


def _beside(malformed: pl.DataFrame, extract: Extract, failures: pl.DataFrame) -> pl.DataFrame:
    """Drop what only follows from a malformed cell: such a cell is null here, but it was not left blank."""
    if malformed.is_empty():
        return failures
    rests_on = [(name, rule.name) for rule in extract.row_rules for name in rule.columns]
    rules = pl.DataFrame(rests_on, schema={"column": pl.String, "rule": pl.String}, orient="row")
    follows = malformed.join(rules, on="column").select("index", column="rule")
    return failures.join(pl.concat([malformed, follows]), on=["index", "column"], how="anti")


def _reasons(extract: Extract, failures: pl.DataFrame) -> pl.DataFrame:
    """Gather a row's reasons and problems, each once and sorted; rows in file order."""
    kinds = failures.select("column", "reason").unique()
    sentences = kinds.with_columns(problem=pl.Series([_sentence(extract, *kind) for kind in kinds.rows()]))
    return (
        failures.join(sentences, on=["column", "reason"])
        .group_by("index")
        .agg(reasons=col("reason").unique().sort(), problems=col("problem").unique().sort())
        .sort("index")
    )


def _sentence(extract: Extract, place: str, reason: str) -> str:
    """Say what was expected, naming column and expectation, never the value."""
    rules = {rule.name: f"{rule.column}: expected {rule.expects}" for rule in extract.row_rules}
    if place in rules:
        return rules[place]
    field = next(field for field in extract.columns if field.name == place)
    expected = {"required": "a value", "format": EXPECTED.get(field.kind, "a text")}
    return f"{place}: expected {expected.get(reason, field.expects)}"
