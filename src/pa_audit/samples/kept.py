"""Samples in the publication: kept in the newest master, so that every later run carries them on.

A draw is no run. It takes the lock of runs, copies the newest master, adds the sample, and puts the copy in the
place of that master: the same results, one sample more. A crash before that leaves nothing, one after it is healed.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import polars as pl
from polars import lit

from pa_audit import product, publication, state, store
from pa_audit.errors import UsageError
from pa_audit.night import guarded
from pa_audit.reports import formats
from pa_audit.samples.design import Stratum
from pa_audit.samples.frames import Frame

SCHEMA = ("schema/samples", "views/samples", "views/sample_units")
STRATUM: dict[str, pl.DataType | type[pl.DataType]] = {
    "stratum": pl.String,
    "first_unit": pl.Int64,
    "last_unit": pl.Int64,
    "size": pl.Int64,
    "spares": pl.Int64,
    "seed": pl.String,
    "amount": pl.Decimal(18, 2),
}


@dataclass(frozen=True)
class Design:
    """What a sample was drawn for, of what and how (audit.samples); `policy` to `config` are of its run."""

    sample_id: str
    run_id: int
    as_of: date
    product: str
    objective: str | None
    population: str
    exclusions: str | None
    size_reason: str | None
    frame_sql: str
    unit_column: str
    amount_column: str | None
    stratum_column: str | None
    units: int
    amount: Decimal | None
    frame_sha256: str
    generator: str
    strata: tuple[Stratum, ...]
    policy: str | None = None
    value_sets: str | None = None
    config: str | None = None
    shared_claims: int | None = None
    amount_once: Decimal | None = None

    @property
    def counted_twice(self) -> str | None:
        """Say which of the frame's dollars are in more than one unit, if any."""
        if not self.shared_claims:
            return None
        claims = formats.plural(self.shared_claims, "claim lies", "claims lie")
        once = formats.dollars(self.amount_once)
        return f"{claims} in more than one unit; each counted once, the frame's dollars are {once}"


@dataclass(frozen=True)
class Sample:
    """A sample as it is kept. `units`: unit, stratum, unit_id, amount, pa_id, facts, role, selected; all its frame."""

    design: Design
    units: pl.DataFrame

    @property
    def drawn(self) -> pl.DataFrame:
        """The units of the sample, without its spares, in order of their number."""
        return self.units.filter(pl.col("role") == "sample")


def load(database: Path, sample_id: str) -> Sample:
    """Read a sample from the publication. Raises UsageError where there is none of this name."""
    found = asked(database, "samples/sample", sample_id).to_dicts()
    if not found:
        raise UsageError(f"{database}: has no sample {sample_id!r}: draw it with pa-audit sample draw")
    (row,) = found
    design = Design(**row | {"strata": tuple(Stratum(**part) for part in row["strata"])})
    return Sample(design, asked(database, "samples/units", sample_id))


def asked(database: Path, name: str, sample_id: str) -> pl.DataFrame:
    """Ask a query of sql/ that takes the variable sample_id."""
    with publication.reading(database) as con:
        con.execute("set variable sample_id = ?", [sample_id])
        found: pl.DataFrame = con.sql(store.sql(name)).pl()
    return found


def add(database: Path, file_group: str | None, sample: Sample) -> None:
    """Keep a sample and show it in the publication.

    Raises UsageError where the name is taken or a run has published since the frame was taken, AuditError when a run
    holds the lock.
    """
    design = sample.design
    with amended(database, file_group) as master, store.connect(master) as con:
        for name in SCHEMA:
            con.execute(store.sql(name))
        newest = con.execute("select max(run_id) from store.runs").fetchall()
        if newest != [(design.run_id,)]:
            raise UsageError(f"{database}: a run has published meanwhile: draw again")
        if con.execute("select 1 from store.samples where sample_id = ?", [design.sample_id]).fetchall():
            raise UsageError(
                f"{database}: has a sample {design.sample_id!r} already, and samples stand: name a new one"
            )
        with store.transaction(con):
            store.append(con, "store.samples", _row(design))
            store.append(con, "store.sample_units", sample.units.with_columns(sample_id=lit(design.sample_id)))
        con.execute("checkpoint")


@contextmanager
def amended(database: Path, file_group: str | None) -> Iterator[Path]:
    """Give a copy of the newest master to add to; at the end it takes that master's place and is published."""
    with state.locked(database):
        try:
            with guarded("sample", "nothing was kept"):
                last = state.heal(database, file_group)
                if not last:
                    raise UsageError(f"{database}: no publication there: make one with pa-audit run")
                copy = state.unfinished(database)
                state.copy_master(database, last, copy)
                yield copy
                state.commit(database, copy, last)
            with guarded("sample", "it is kept, and the next start publishes it"):
                state.publish(database, last, file_group)
        finally:
            state.clear_scratch(database)


def describe(frame: Frame, last: publication.LastRun, strata: tuple[Stratum, ...], **said: Any) -> Design:
    """Write down a design; `said` are sample_id, generator and what people say of it."""
    source = frame.source
    amount = sum(frame.units["amount"], Decimal(0)) if source.amount else None
    return Design(
        run_id=last.run_id,
        as_of=last.as_of,
        product=product.describe(),
        frame_sql=source.sql,
        unit_column=str(source.unit),
        amount_column=source.amount,
        stratum_column=source.stratum,
        units=frame.units.height,
        amount=amount,
        frame_sha256=frame.sha256,
        strata=strata,
        shared_claims=frame.shared_claims,
        amount_once=frame.amount_once,
        **said,
    )


def _row(design: Design) -> pl.DataFrame:
    facts = asdict(design)
    of_the_run = ("policy", "value_sets", "config")
    money = {"amount": pl.Decimal(18, 2), "amount_once": pl.Decimal(18, 2), "strata": pl.List(pl.Struct(STRATUM))}
    return pl.DataFrame([{k: v for k, v in facts.items() if k not in of_the_run}], schema_overrides=money)
