"""pa-audit sample draw, verify, export: which units, and the proof."""

import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

from cyclopts import Parameter

from pa_audit.errors import UsageError

if TYPE_CHECKING:
    from pa_audit.samples.frames import Source
    from pa_audit.samples.kept import Sample

Texts = Annotated[list[str], Parameter(negative="")]
NAME = r"[A-Za-z0-9][A-Za-z0-9._-]{0,59}"


@Parameter(name="*")
@dataclass(frozen=True)
class Chosen:
    """What is drawn from.

    Parameters
    ----------
    frame
        A built-in frame: approved_cases, net_paid_claims, dispensings or open_findings.
    kind
        Kind of finding of --frame open_findings.
    sql
        A frame of your own: one statement over the publication, a row a unit.
    unit
        Column that names the unit; default: the first.
    amount
        Column with the unit's dollars; default: the column amount, if there is one.
    strata
        Column that makes the strata; default: none.
    """

    frame: str | None = None
    kind: str | None = None
    sql: str | None = None
    unit: str | None = None
    amount: str | None = None
    strata: str | None = None

    def source(self, database: Path) -> "Source":
        """Give the query and its columns. Raises UsageError where it is not one frame, or none that there is."""
        from pa_audit import policy, publication
        from pa_audit.samples import frames

        if (self.frame is None) == (self.sql is None):
            raise UsageError("sample draw: expected either --frame or --sql")
        if self.sql is not None:
            return frames.Source(self.sql, self.unit, self.amount, self.strata)
        name, rules = str(self.frame), policy.load(publication.policy(database))
        statement = frames.built_in(name, self.kind, rules)
        return frames.Source(statement, self.unit, self.amount, self.strata, frames.shared(name, rules))


@Parameter(name="*")
@dataclass(frozen=True)
class Words:
    """What the report says of a sample.

    Parameters
    ----------
    population
        The population, in words for the report; default: the frame's own words.
    exclusions
        How the frame differs from the population, in words for the report.
    objective
        What the sample is to answer, in words for the report.
    size_reason
        Why this size, in words for the report.
    """

    population: str | None = None
    exclusions: str | None = None
    objective: str | None = None
    size_reason: str | None = None


def draw(
    name: str,
    /,
    *,
    database: Path,
    chosen: Chosen = Chosen(),
    size: Texts,
    spares: int = 0,
    seed: Texts | None = None,
    generator: Literal["rat-stats", "sha256"] = "rat-stats",
    words: Words = Words(),
    config: Path | None = None,
) -> None:
    """Draw a sample from a frame, and keep both beside the publication (audit.samples, audit.sample_units).

    Parameters
    ----------
    name
        Name of the sample; samples stand, so it must be a new one.
    database
        The publication.
    size
        Units to draw: 30, or for each stratum MEDICAID=30; may be repeated.
    spares
        Units to draw besides, from each stratum.
    seed
        A number; one, or one a stratum; default: a random one, which is printed and kept.
    generator
        As RAT-STATS 2005 and later, or SHA-256 in counter mode.
    config
        The plan's pa_audit.toml, for its file_group.
    """
    from pa_audit import config as configuration
    from pa_audit import publication
    from pa_audit.samples import design, frames, kept

    if not re.fullmatch(NAME, name):
        raise UsageError(f"sample: expected a name of letters, digits, . _ and -, found {name!r}")
    last = publication.last_run(database)
    source = chosen.source(database)
    taken = frames.take(database, source)
    seeds = seed or [design.random_seed(generator)]
    parts = design.planned(taken.units, _sizes(size), spares, seeds, generator)
    units = design.selected(taken.units, parts, generator)
    said = vars(words) | {"population": words.population or _first_words(source.sql)}
    described = kept.describe(taken, last, parts, sample_id=name, generator=generator, **said)
    drawn = kept.Sample(described, units)
    kept.add(database, configuration.load(config).file_group, drawn)
    _show(drawn)


def verify(name: str, /, *, database: Path) -> int:
    """Draw a kept sample again and compare; exit 1 where it is not the same.

    Parameters
    ----------
    name
        The sample.
    database
        The publication.
    """
    from pa_audit.samples import kept
    from pa_audit.samples.verify import check, moved

    found = kept.load(database, name)
    answers = check(found)
    for what, holds in answers:
        print(f"{'yes' if holds else 'NO '}  {what}")
    print(f"note: {moved(database, found)}")
    stands = all(holds for _, holds in answers)
    print(f"sample {name} {'stands' if stands else 'does NOT stand'}")
    return 0 if stands else 1


def export(name: str, /, *, database: Path, out: Path) -> None:
    """Write a sample for the other side: frame.csv, whose SHA-256 is in every report, and the drawn units.

    Parameters
    ----------
    name
        The sample.
    database
        The publication.
    out
        Folder for frame.csv and sample.csv.
    """
    from pa_audit import reports
    from pa_audit.samples import frames, kept
    from pa_audit.samples.files import save

    found = kept.load(database, name)
    drawn = found.units.drop_nulls("role").select("unit", "role", "selected", *frames.SCHEMA)
    for path in save(out, {"frame.csv": frames.as_csv(found.units), "sample.csv": reports.to_csv(drawn)}):
        print(f"wrote {path}")
    print(f"SHA-256 of frame.csv: {found.design.frame_sha256}")
    for part in found.design.strata:
        wanted = f"{part.size} and {part.spares} spares of {part.first_unit} to {part.last_unit}"
        print(f"stratum {part.stratum}: seed {part.seed}, generator {found.design.generator}, {wanted}")


def _sizes(texts: list[str]) -> dict[str | None, int]:
    """Read --size: 30, or stratum=30; several also separated by commas, which a stratum's name may have too."""
    sizes: dict[str | None, int] = {}
    for text in (part.strip() for whole in texts for part in re.split("(?<=[0-9]),", whole)):
        stratum, _, number = text.rpartition("=")
        if not re.fullmatch("[0-9]{1,9}", number) or (stratum or None) in sizes:
            raise UsageError(f"--size: expected a number such as 30, or one a stratum such as HIM=30, found {text!r}")
        if not int(number):
            raise UsageError(
                f"--size: expected at least 1 unit, found {text!r}: leave out of the frame what is not sampled"
            )
        sizes[stratum or None] = int(number)
    return sizes


def _first_words(statement: str) -> str:
    """Take the comment that heads a frame's query for its description."""
    first = statement.strip().splitlines()[0] if statement.strip() else ""
    return first.removeprefix("--").strip() if first.startswith("--") else "The units that the frame's query gives."


def _show(drawn: "Sample") -> None:
    """Print the design with its seeds in full, and the units in order of number."""
    from pa_audit import show

    design = drawn.design
    print(f"sample {design.sample_id}: run {design.run_id}, as of {design.as_of}, generator {design.generator}")
    dollars = f", ${design.amount:,.2f}" if design.amount is not None else ""
    print(f"frame of {design.units:,} units{dollars}, SHA-256 {design.frame_sha256}")
    if design.counted_twice:
        print(design.counted_twice)
    print()
    columns = ("stratum", "seed", "units", "first", "last", "size", "spares")
    rows = [(s.stratum, s.seed, s.units, s.first_unit, s.last_unit, s.size, s.spares) for s in design.strata]
    print(*show.table(columns, rows), "", sep="\n")
    listed = drawn.units.drop_nulls("role").select("unit", "role", "selected", "stratum", "unit_id", "amount")
    print(*show.table(listed.columns, listed.rows()), sep="\n")
