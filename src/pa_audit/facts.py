"""The current rows of one shard of members, as the pure core takes them: decimals as integers at 10^-6.

Members are taken in shards, so that memory does not grow with the number of cases. All rows name their member by its
number (`sql/facts/evaluated.sql`): integers sort, join and group far cheaper than texts.
"""

from bisect import bisect_left
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import polars as pl
from polars import DataFrame, Decimal, Int64, LazyFrame, col, from_arrow, lit, when
from polars import selectors as cs
from pyarrow import Table, ipc, memory_map

from pa_audit.dates import member_day

SCALE = 6
INPUTS = ("requests", "request_sets", "members", "measurements", "claims", "diagnoses", "orphans")


@dataclass(frozen=True)
class Shard:
    """The rows of the files `folder`/<name>.arrow of the members from `first` to before `after`.

    The files are what `sql/facts/<name>.sql` gives, in order of the members; each is read when first asked for.
    """

    folder: Path
    first: int
    after: int

    @cached_property
    def requests(self) -> DataFrame:
        """Current requests by member and pa_id, numbered (`case`), with the value sets of their diagnosis codes."""
        sets = self._read("request_sets").group_by("pa_id").agg(code_sets="value_set")
        return self._read("requests").with_row_index("case").join(sets, on="pa_id", how="left", maintain_order="left")

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
        """Every dated weight, measured or stated on a request: one row a source."""
        weighed = col("weight_kg").is_not_null()
        dated = when(col("weight_date").is_null()).then(col("received_at").dt.date()).otherwise(col("weight_date"))
        stated = self.requests.filter(weighed).select(
            "member", "weight_kg", weight_date=dated, measured=lit(False), weight_id="pa_id"
        )
        measured = self.measurements.filter(weighed).select(
            "member", "weight_kg", weight_date="measured_date", measured=lit(True), weight_id="measurement_id"
        )
        return pl.concat([stated, measured])

    @cached_property
    def claims(self) -> DataFrame:
        """Net paid claim lines of the audited drugs, in order of member and date (`member_day`)."""
        numbered = self._read("claims").with_columns(member_day=member_day(col("member"), col("service_date")))
        if not numbered["member_day"].is_sorted():
            raise ValueError("claims: expected a file in order of member and date")
        return numbered.with_columns(col("member_day").set_sorted())

    @cached_property
    def diagnoses(self) -> DataFrame:
        """Net paid medical claims that name a malignancy or a history of one, by value set and code."""
        return self._read("diagnoses")

    @cached_property
    def orphans(self) -> DataFrame:
        """Reversals, replacements and voids that name no known claim."""
        return self._read("orphans")

    def _read(self, name: str) -> DataFrame:
        with memory_map(str(self.folder / f"{name}.arrow")) as source, ipc.open_file(source) as file:

            def member(batch: int, row: int) -> int:
                return int(file.get_batch(batch)["member"][row].as_py())

            # A search, not a look at every batch: shards times batches grow with the square of the plan.
            batches = range(file.num_record_batches)
            begin = bisect_left(batches, self.first, key=lambda batch: member(batch, -1))
            behind = bisect_left(batches, self.after, begin, key=lambda batch: member(batch, 0))
            table = Table.from_batches(map(file.get_batch, batches[begin:behind]), file.schema)
        rows = DataFrame(from_arrow(table, rechunk=False)).lazy()  # where the file lies; only own rows are copied
        own = rows.filter(col("member").is_between(self.first, self.after, closed="left"))
        return in_millionths(own).collect(engine="in-memory").rechunk()


def in_millionths(frame: LazyFrame) -> LazyFrame:
    """Turn every decimal (six digits after the point) into the integer number of its millionths, exactly."""
    return frame.with_columns(cs.decimal().cast(Decimal(38, SCALE)).to_physical().cast(Int64))
