"""How a column of an extract is written down: meaning with unit, required or not, bounds."""

from typing import Annotated, Any

import polars as pl
from pandera.polars import Field

Decimal = Annotated[pl.Decimal, 15, 6]
Money = Annotated[pl.Decimal, 14, 2]
Timestamp = Annotated[pl.Datetime, "us", None]


def required(about: str, kind: str = "", **rules: Any) -> Any:
    """Describe a column that every row must fill; `kind` says how to read a text that is more than text."""
    return Field(nullable=False, description=about, metadata={"kind": kind}, **rules)


def optional(about: str, kind: str = "", **rules: Any) -> Any:
    """Describe a column that a row may leave blank: nothing was submitted, which is neither no nor zero."""
    return Field(nullable=True, description=about, metadata={"kind": kind}, **rules)


def at_most(characters: int) -> dict[str, Any]:
    """Bound the length of a text."""
    return {"str_length": {"max_value": characters}}
