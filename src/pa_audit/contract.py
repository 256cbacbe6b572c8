"""What an extract's contract is made of: columns, rules of a row, keys. The extracts themselves are in extracts.py."""

import copy
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache, cached_property
from typing import Any

import polars as pl
from pandera.polars import Check, DataFrameModel, DataFrameSchema
from pandera.polars import Column as Field
from polars import Expr

SQL_TYPES = {
    "text": "VARCHAR",
    "code": "VARCHAR",
    "ndc": "VARCHAR",
    "decimal": "DECIMAL(15,6)",
    "money": "DECIMAL(14,2)",
    "integer": "INTEGER",
    "boolean": "BOOLEAN",
    "date": "DATE",
    "timestamp": "TIMESTAMP",
}


@dataclass(frozen=True)
class RowRule:
    """A rule between the columns of one row: `holds` is false where the row breaks it; null passes."""

    reason: str
    column: str
    expects: str
    holds: Expr

    @property
    def name(self) -> str:
        """Tell the rule apart from others with the same reason."""
        return f"{self.reason}:{self.column}"

    @property
    def columns(self) -> list[str]:
        """Name the columns the rule rests on."""
        return list(dict.fromkeys(self.holds.meta.root_names()))


@dataclass(frozen=True)
class Column:
    """One column of an extract, for whoever parses, stores or explains it.

    `expects` says in words which values are within the rules; empty where every value of the kind is.
    """

    name: str
    kind: str
    required: bool
    key: bool
    about: str
    expects: str

    @property
    def sql_type(self) -> str:
        """Give the DuckDB type."""
        return SQL_TYPES[self.kind]

    @property
    def comment(self) -> str:
        """Explain the column in one line: meaning with unit, rules, whether it is key or required."""
        role = "key" if self.key else "required" if self.required else ""
        return ". ".join(part for part in (self.about, self.expects, role) if part)


@dataclass(frozen=True)
class Reference:
    """What a row must refer to: one of the relation `known` with the same `column`. Until there is one, it waits."""

    column: str
    known: str
    reason: str
    expects: str


@dataclass(frozen=True)
class Extract:
    """One extract: its model, its key and the rules that look beyond the row.

    `refers_to` is what a row must refer to, if anything. `dated` is the column that may not lie after the run's as-of
    date, `after_birth` the one that may not lie before the birth of the member referred to; `until_as_of` is checked
    against the drop's as-of date when the row is read. `answers` are the columns that a reviewer fills in on a list
    that the audit wrote: a row that leaves them all blank says nothing, and counts as repeated.
    """

    name: str
    model: type[DataFrameModel]
    keys: tuple[str, ...]
    row_rules: tuple[RowRule, ...] = ()
    dated: str | None = None
    after_birth: str | None = None
    until_as_of: str | None = None
    refers_to: Reference | None = None
    answers: tuple[str, ...] = ()

    @property
    def about(self) -> str:
        """State the grain: one row a what."""
        return (self.model.__doc__ or "").strip()

    @cached_property
    def columns(self) -> tuple[Column, ...]:
        """List the columns in the contract's order."""
        return tuple(self._column(*named) for named in _bare(self.model).columns.items())

    def _column(self, name: str, field: Field) -> Column:
        until = ["at most the drop's as-of date"] if name == self.until_as_of else []
        expects = "; ".join([*_phrases(field), *until])
        return Column(name, _kind(field), not field.nullable, name in self.keys, field.description, expects)

    @cached_property
    def names(self) -> list[str]:
        """List the column names in the contract's order."""
        return [column.name for column in self.columns]

    def fields(self, as_of: date) -> dict[str, Field]:
        """Give the columns as pandera checks them in a drop of `as_of`."""
        fields: dict[str, Field] = dict(_bare(self.model).columns)
        if self.until_as_of:  # a column of its own: pandera caches a model's schema
            field = fields[self.until_as_of] = copy.copy(fields[self.until_as_of])
            field.checks = [*field.checks, Check.less_than_or_equal_to(as_of)]
        return fields


@cache
def _bare(model: type[DataFrameModel]) -> DataFrameSchema:
    schema: DataFrameSchema = model.to_schema()
    return schema


def _kind(field: Field) -> str:
    """Name how a column's text is read: what the model says, or what the type alone tells."""
    declared: str = field.metadata["kind"]
    return declared or next(kind for kind, fits in _KINDS.items() if fits(field.dtype.type))


_KINDS: dict[str, Callable[[Any], bool]] = {
    "text": lambda dtype: dtype == pl.String,
    "money": lambda dtype: dtype == pl.Decimal(14, 2),
    "decimal": lambda dtype: dtype == pl.Decimal(15, 6),
    "integer": lambda dtype: dtype == pl.Int32,
    "boolean": lambda dtype: dtype == pl.Boolean,
    "date": lambda dtype: dtype == pl.Date,
    "timestamp": lambda dtype: dtype == pl.Datetime("us"),
}


def _phrases(field: Field) -> Iterator[str]:
    """Put what the column's pandera checks ask for into words."""
    for check in field.checks:
        asks = check.statistics
        match check.name:
            case "greater_than":
                yield f"above {asks['min_value']}"
            case "greater_than_or_equal_to":
                yield f"at least {asks['min_value']}"
            case "less_than_or_equal_to":
                yield f"at most {asks['max_value']}"
            case "isin":
                yield "one of " + ", ".join(asks["allowed_values"])
            case "str_length":
                yield f"at most {asks['max_value']} characters"
