"""The frame: what can be drawn, numbered 1 to N and fixed by a hash.

Units are numbered by stratum, then by the text of their id, so a stratum is a range of numbers.
"""

import csv
import hashlib
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

import polars as pl
from polars import col

from pa_audit import foreign_sql, store
from pa_audit.errors import UsageError
from pa_audit.findings import KINDS
from pa_audit.inert import inert
from pa_audit.json_text import json_text
from pa_audit.policy import Policy

BUILT_IN = ("approved_cases", "net_paid_claims", "dispensings", "open_findings")
ALL = "all"  # the stratum of a frame without strata
CENT = Decimal("0.01")
SCHEMA: dict[str, pl.DataType | type[pl.DataType]] = {
    "stratum": pl.String,
    "unit_id": pl.String,
    "amount": pl.Decimal(18, 2),
    "pa_id": pl.String,
    "facts": pl.String,
}


@dataclass(frozen=True)
class Source:
    """Where a frame comes from: a query over the publication, and which of its columns mean what.

    Without a name, the unit is the first column, and the amount is the column `amount`, if there is one.
    """

    sql: str
    unit: str | None = None
    amount: str | None = None
    stratum: str | None = None
    shared: str | None = None  # query that counts the claims in more than one unit, and the dollars of each once


@dataclass(frozen=True)
class Frame:
    """A numbered frame. `units`: unit, stratum, unit_id, amount, pa_id, facts; one row a unit, in order of number.

    `shared_claims` and `amount_once`: what the source's query `shared` gives.
    """

    source: Source
    units: pl.DataFrame
    shared_claims: int | None = None
    amount_once: Decimal | None = None

    @property
    def sha256(self) -> str:
        """Hash of the frame as frame.csv has it."""
        return hashlib.sha256(as_csv(self.units).encode()).hexdigest()


def built_in(name: str, kind: str | None, rules: Policy) -> str:
    """Give the query of a built-in frame for a policy's drug; findings need a kind.

    Raises UsageError for an unknown name or kind.
    """
    if name not in BUILT_IN:
        raise UsageError(f"--frame: expected one of {', '.join(BUILT_IN)}, found {name!r}")
    if (name == "open_findings") != (kind is not None):
        raise UsageError("--kind: expected with --frame open_findings, and only there")
    if kind is not None and kind not in KINDS:
        raise UsageError(f"--kind: expected one of {', '.join(sorted(KINDS))}, found {kind!r}")
    return store.sql(f"frames/{name}", kind=kind or "", drug=rules.NAME, value_set=rules.DRUG)


def shared(name: str, rules: Policy) -> str | None:
    """Give the query of the claims that count more than once in a built-in frame, where there can be some."""
    return store.sql("samples/shared_claims", value_set=rules.DRUG) if name == "approved_cases" else None


def take(database: Path, source: Source) -> Frame:
    """Run the frame's query on the publication and number its rows.

    Raises UsageError for a query that fails or gives nothing, for units without an id or with one twice, for units
    without a stratum, and for amounts that are not dollars to the cent.
    """
    with foreign_sql.query(database, source.sql) as (columns, found):
        source = _completed(source, columns)
        rows = [_row(dict(zip(columns, row, strict=True)), source) for row in found]
    if not rows:
        raise UsageError("frame: the query gives no unit")
    units = pl.DataFrame(rows, schema=SCHEMA, orient="row").sort("stratum", "unit_id")
    for name, wanted in (("unit_id", source.unit), ("stratum", source.stratum), ("amount", source.amount)):
        if wanted and (nulls := units[name].null_count()):
            raise UsageError(f"frame: {nulls} of {units.height} units have no {wanted}: leave them out, and say so")
    if repeated := units.height - units["unit_id"].n_unique():
        raise UsageError(f"frame: {repeated} units have the same {source.unit} as another: expected each once")
    numbered = units.with_row_index("unit", 1).with_columns(col("unit").cast(pl.Int64))
    return Frame(source, numbered, *_asked_of_claims(database, source))


def as_csv(units: pl.DataFrame) -> str:
    """Write a frame as frame.csv: the bytes that its hash is of, by Python's own writer, which does not change."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(("unit", *SCHEMA))
    writer.writerows([inert(value) for value in row] for row in units.select("unit", *SCHEMA).iter_rows())
    return text.getvalue()


def _asked_of_claims(database: Path, source: Source) -> tuple[Any, ...]:
    if source.shared is None:
        return ()
    with foreign_sql.query(database, source.shared) as (_, found):
        (row,) = found
        return tuple(row)


def _completed(source: Source, columns: Sequence[str]) -> Source:
    """Give the source with the names of its columns as the query writes them: SQL knows no case."""
    written = {name.lower(): name for name in columns}
    if len(written) < len(columns):
        raise UsageError(f"frame: expected columns of different names, found {', '.join(columns)}")
    for name in filter(None, (source.unit, source.amount, source.stratum)):
        if name.lower() not in written:
            raise UsageError(f"frame: expected a column of the query ({', '.join(columns)}), found {name!r}")
    unit, amount, stratum = (
        written.get((name or usual).lower())
        for name, usual in ((source.unit, columns[0]), (source.amount, "amount"), (source.stratum, ""))
    )
    return Source(source.sql, unit, amount, stratum, source.shared)


def _row(facts: dict[str, Any], source: Source) -> tuple[Any, ...]:
    return (
        _text(facts[source.stratum]) if source.stratum else ALL,
        _text(facts[source.unit]) if source.unit else None,
        _dollars(facts[source.amount], source.amount) if source.amount else None,
        _text(next((value for name, value in facts.items() if name.lower() == "pa_id"), None)),
        json_text(facts, ensure_ascii=False),
    )


def _text(value: object) -> str | None:
    return None if value is None else str(value)


def _dollars(value: object, name: str) -> Decimal | None:
    if value is None:
        return None
    try:
        exact = Decimal(str(value))
        if exact == exact.quantize(CENT) and abs(exact) < 10**15:
            return exact.quantize(CENT)
    except InvalidOperation:
        pass
    raise UsageError(f"frame: {name}: expected dollars to the cent")


def strata(units: pl.DataFrame) -> Iterable[dict[str, Any]]:
    """List a frame's strata in order: stratum, first_unit, last_unit, amount."""
    return (
        units.group_by("stratum", maintain_order=True)
        .agg(first_unit=col("unit").min(), last_unit=col("unit").max(), amount=col("amount").sum())
        .to_dicts()
    )
