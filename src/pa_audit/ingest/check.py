"""Row rules: pandera's checks of the typed rows; all that a row breaks is collected before it is set aside."""

from collections.abc import Iterator
from dataclasses import dataclass

import polars as pl
from pandera.api.polars.types import PolarsData
from pandera.polars import Column as Field
from polars import LazyFrame, col, lit

from pa_audit.contract import Extract
from pa_audit.errors import AuditError
from pa_audit.ingest.batch import Batch, as_json
from pa_audit.ingest.pandera_checks import polars_check
from pa_audit.ingest.parse import EXPECTED, parse

# The name of pandera's check to the reason in quarantine.
REASONS = {
    "isin": "enumeration",
    "str_length": "length",
    "greater_than": "range",
    "greater_than_or_equal_to": "range",
    "less_than_or_equal_to": "range",
}
FAILURES = pl.Schema({"index": pl.UInt32, "column": pl.String, "reason": pl.String})


@dataclass(frozen=True)
class Piece:
    """A batch, and the file that it is of."""

    file_id: int
    batch: Batch


@dataclass(frozen=True)
class Examined:
    """Pieces after the row rules: typed rows that are valid by themselves, quarantine rows of others, and silent ones.

    All have `file_id` and `row_number`; those who say nothing have nothing else.
    """

    valid: pl.DataFrame
    rejected: pl.DataFrame
    silent: pl.DataFrame


def examine(extract: Extract, fields: dict[str, Field], pieces: list[Piece]) -> Examined:
    """Parse and check pieces of an extract. Raises AuditError, without any value, if they cannot be checked."""
    typed, malformed = parse(extract, _together(extract, pieces))
    places = origin(pieces)
    rows = typed.hstack(places)
    says_nothing = _silent(extract, typed, malformed)
    silent = places.filter(says_nothing)
    broken = [_labelled(piece, piece.batch.broken) for piece in pieces]
    failures = pl.concat(
        [
            malformed.select("index", "column", reason=lit("format")),
            _beside(malformed, extract, _broken_rules(extract, fields, typed)),
        ]
    ).filter(~col("index").is_in(says_nothing.arg_true().implode()))
    if failures.is_empty():
        return Examined(rows if silent.is_empty() else rows.filter(~says_nothing), pl.concat(broken), silent)
    reasons = _reasons(extract, failures)
    fails = pl.int_range(rows.height, dtype=pl.UInt32, eager=True).is_in(reasons["index"].implode())
    rejected = reasons.hstack([*places.filter(fails), raw(pieces, fails)]).select(broken[0].columns)
    return Examined(rows.filter(~fails & ~says_nothing), pl.concat([*broken, rejected]), silent)


def origin(pieces: list[Piece]) -> pl.DataFrame:
    """Tell where each row of the pieces is from: `file_id` and `row_number`."""
    return pl.concat([_labelled(piece, pl.DataFrame({"row_number": piece.batch.numbers})) for piece in pieces])


def raw(pieces: list[Piece], chosen: pl.Series) -> pl.Series:
    """Write the chosen rows of the pieces as they were delivered, each with the columns of its own file."""
    texts, first = [], 0
    for piece in pieces:
        height = piece.batch.rows.height
        texts.append(as_json(piece.batch.delivered(chosen.slice(first, height))))
        first += height
    return pl.concat(texts)


def _together(extract: Extract, pieces: list[Piece]) -> pl.DataFrame:
    """Put the contract's columns of the pieces under one another; a column that a file lacks is null."""
    rows = [piece.batch.rows for piece in pieces]
    return pl.concat(
        [few.select(name for name in extract.names if name in few.columns) for few in rows], how="diagonal"
    )


def _silent(extract: Extract, typed: pl.DataFrame, malformed: pl.DataFrame) -> pl.Series:
    """Tell the rows of a list for reviewers that nobody has filled in."""
    if not extract.answers:
        return pl.repeat(False, typed.height, eager=True)
    blank = typed.select(pl.all_horizontal(col(extract.answers).is_null())).to_series()
    return blank & ~pl.int_range(typed.height, dtype=pl.UInt32, eager=True).is_in(malformed["index"].implode())


def _labelled(piece: Piece, rows: pl.DataFrame) -> pl.DataFrame:
    return rows.with_columns(file_id=lit(piece.file_id, pl.Int32))


def _broken_rules(extract: Extract, fields: dict[str, Field], typed: pl.DataFrame) -> pl.DataFrame:
    """Ask the contract's checks which rows break which rules: index, column (or name of the row rule), reason.

    They are pandera's own, all in one query: its `validate` makes several for every column, however few the rows.
    """
    if any(not field.dtype.check(typed.schema[name]) for name, field in fields.items()):
        raise AuditError(f"{extract.name}: its contract could not be checked; report this")
    places, answers = zip(*_asked(extract, fields, typed.lazy()), strict=True)
    named = [answer.select(pl.all().alias(str(number))) for number, answer in enumerate(answers)]
    holds = pl.concat(named, how="horizontal").collect(engine="in-memory")
    breaks = zip(places, holds.select(pl.all().not_().any()).row(0), holds, strict=True)  # null passes
    cases = [
        pl.DataFrame({"index": (~answer).arg_true()}).with_columns(column=lit(column), reason=lit(reason))
        for (column, reason), some, answer in breaks
        if some
    ]
    return pl.concat([pl.DataFrame(schema=FAILURES), *(frame.cast(FAILURES) for frame in cases)]).unique(
        maintain_order=True
    )


def _asked(extract: Extract, fields: dict[str, Field], rows: LazyFrame) -> Iterator[tuple[tuple[str, str], LazyFrame]]:
    """Put every check of the contract to the rows: where it belongs, its reason, and whether each row passes."""
    for name, field in fields.items():
        if not field.nullable:
            yield (name, "required"), rows.select(col(name).is_not_null())
        for check in field.checks:
            ask = polars_check(check.name)
            yield (name, REASONS[check.name]), ask(PolarsData(rows, name), **check.statistics)
    for rule in extract.row_rules:
        yield (rule.name, rule.reason), rows.select(rule.holds)


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
