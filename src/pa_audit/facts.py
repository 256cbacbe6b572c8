"""The current rows of one shard of members, as the pure core takes them: decimals as integers at 10^-6.

Members are taken in shards, so that memory does not grow with the number of cases.
"""

from dataclasses import dataclass
from functools import cached_property

import polars as pl
from polars import DataFrame, Decimal, Int64, LazyFrame, col, lit
from polars import selectors as cs

from pa_audit import store

SCALE = 6


@dataclass(frozen=True)
class Shard:
    """The rows of `sql/facts/<name>.sql` for the members in the table `shard`, each read when first asked for."""

    con: store.Connection

    @cached_property
    def requests(self) -> DataFrame:
        """Current requests, with the value sets of their diagnosis codes."""
        return self._read("requests")

    @cached_property
    def members(self) -> DataFrame:
        """Current members."""
        return self._read("members")

    @cached_property
    def measurements(self) -> DataFrame:
        """Current measurements of all sources."""
        return self._read("measurements")

    @cached_property
    def weights(self) -> DataFrame:
        """Every dated weight, measured or stated on a request."""
        return self._read("weights")

    @cached_property
    def claims(self) -> DataFrame:
        """Net paid claim lines of the audited drugs."""
        return self._read("claims")

    @cached_property
    def diagnoses(self) -> DataFrame:
        """Net paid medical claims by audited value set of their diagnosis codes."""
        return self._read("diagnoses")

    @cached_property
    def orphans(self) -> DataFrame:
        """Reversals, replacements and voids that name no known claim."""
        return self._read("orphans")

    def _read(self, name: str) -> DataFrame:
        return in_millionths(self.con.sql(store.sql(f"facts/{name}")).pl().lazy()).collect()


def in_millionths(frame: LazyFrame) -> LazyFrame:
    """Turn every decimal (six digits after the point) into the integer number of its millionths, exactly."""
    return frame.with_columns(cs.decimal().cast(Decimal(38, SCALE)).to_physical().cast(Int64))


def as_decimals(frame: DataFrame, *, money: tuple[str, ...] = (), ratios: tuple[str, ...] = ()) -> DataFrame:
    """Turn integers at 10^-6 back into decimals, exactly; `money` is shown to the cent, `ratios` are at 10^-4."""
    millionths = cs.by_dtype(Int64) - cs.by_name(*money, *ratios)
    unit, ratio = (lit(text).cast(Decimal(38, len(text) - 2)) for text in ("0.000001", "0.0001"))
    return frame.with_columns(
        (millionths.cast(Decimal(38, SCALE)) * unit).cast(Decimal(18, SCALE)),
        (pl.col(ratios).cast(Decimal(38, 4)) * ratio).cast(Decimal(12, 4)),
        *(cents(name).alias(name) for name in money),
    )


def cents(name: str) -> pl.Expr:
    """Round millionths of a dollar to cents, half away from zero."""
    rounded = (col(name).abs() + 5_000) // 10_000 * col(name).sign()
    return (rounded.cast(Decimal(38, 2)) * lit("0.01").cast(Decimal(38, 2))).cast(Decimal(18, 2))
