"""pa-audit sample: draw, verify and export samples; worksheets for reviewers; appraise what they found."""

import re
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from cyclopts import App

from pa_audit.errors import UsageError

if TYPE_CHECKING:
    from pa_audit.samples.kept import Sample

NAME = r"[A-Za-z0-9][A-Za-z0-9._-]{0,59}"

sample = App(name="sample", help="Draw a sample, hand it to reviewers, appraise what they found.")


@sample.command
def draw(
    name: str,
    /,
    *,
    database: Path,
    frame: str | None = None,
    kind: str | None = None,
    sql: str | None = None,
    unit: str | None = None,
    amount: str | None = None,
    strata: str | None = None,
    size: list[str],
    spares: int = 0,
    seed: list[str] | None = None,
    generator: Literal["rat-stats", "sha256"] = "rat-stats",
    population: str | None = None,
    exclusions: str | None = None,
    objective: str | None = None,
    size_reason: str | None = None,
    config: Path | None = None,
) -> None:
    """Draw a sample from a frame, and keep both beside the publication (audit.samples, audit.sample_units).

    Parameters
    ----------
    name
        Name of the sample; samples stand, so it must be a new one.
    database
        The publication.
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
    size
        Units to draw: 30, or for each stratum MEDICAID=30; may be repeated.
    spares
        Units to draw besides, from each stratum.
    seed
        A number; one, or one a stratum; default: a random one, which is printed and kept.
    generator
        As RAT-STATS 2005 and later, or SHA-256 in counter mode.
    population
        The population, in words for the report; default: the frame's own words.
    exclusions
        How the frame differs from the population, in words for the report.
    objective
        What the sample is to answer, in words for the report.
    size_reason
        Why this size, in words for the report.
    config
        The plan's pa_audit.toml, for its file_group.
    """
    from pa_audit import config as configuration
    from pa_audit import publication
    from pa_audit.samples import design, frames, kept

    if not re.fullmatch(NAME, name):
        raise UsageError(f"sample: expected a name of letters, digits, . _ and -, found {name!r}")
    if (frame is None) == (sql is None):
        raise UsageError("sample draw: expected either --frame or --sql")
    last = publication.last_run(database)
    statement = sql if sql is not None else frames.built_in(str(frame), kind)
    taken = frames.take(database, frames.Source(statement, unit, amount, strata))
    seeds = seed or [design.random_seed(generator)]
    parts = design.planned(taken.units, _sizes(size), spares, seeds, generator)
    units = design.selected(taken.units, parts, generator)
    words = {"objective": objective, "exclusions": exclusions, "size_reason": size_reason}
    words["population"] = population or _first_words(statement)
    described = kept.describe(taken, last, parts, sample_id=name, generator=generator, **words)
    drawn = kept.Sample(described, units)
    kept.add(database, configuration.load(config).file_group, drawn)
    _show(drawn)


@sample.command
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


@sample.command
def worksheet(
    name: str,
    /,
    *,
    database: Path,
    out: Path,
    reviewer: str,
    second: str | None = None,
    overlap: int = 0,
    blind: bool = False,
) -> None:
    """Write worksheets for one reviewer, and for a second one who reads some of the units again.

    Parameters
    ----------
    name
        The sample.
    database
        The publication.
    out
        Folder for reviews_<sample>_<reviewer>.csv and .xlsx.
    reviewer
        Who reads every unit.
    second
        Who reads the first units selected again, independently.
    overlap
        How many units the second reviewer reads.
    blind
        Leave out what the engine says.
    """
    from pa_audit.samples import kept, worksheets
    from pa_audit.samples.files import folder

    for who in filter(None, (reviewer, second)):
        if not re.fullmatch(NAME, who):
            raise UsageError(f"--reviewer: expected letters, digits, . _ and -, found {who!r}")
    if (second is None) != (overlap == 0) or second == reviewer:
        raise UsageError("--overlap: expected a number of units with --second another reviewer, or neither")
    found = kept.load(database, name)
    if not 0 <= overlap <= found.drawn.height:
        raise UsageError(f"--overlap: expected 1 to {found.drawn.height} units, found {overlap}")
    asked = kept.asked(database, "samples/clauses", name)
    shares = {reviewer: found.drawn} | ({second: worksheets.overlap(found.drawn, overlap)} if second else {})
    for who, units in shares.items():
        sheet = worksheets.rows(found, asked, who, units, blind=blind)
        for path in worksheets.write(folder(out), sheet, name, who):
            print(f"{units.height} units for {who}: {path}")


@sample.command
def collect(*files: Path, out: Path) -> None:
    """Turn filled-in XLSX worksheets into files of the extract reviews, for the next run.

    Parameters
    ----------
    files
        Worksheets as they came back.
    out
        Folder for the CSV files: the next drop.
    """
    from pa_audit import reports
    from pa_audit.samples import filled_in
    from pa_audit.samples.files import folder, save

    if not files:
        raise UsageError("sample collect: expected at least one XLSX worksheet")
    for file in files:
        rows = filled_in.read(file)
        name = file.stem if file.stem.startswith("reviews") else f"reviews_{file.stem}"
        path = save(folder(out) / f"{name}.csv", reports.to_csv(rows).encode())
        print(f"{rows.height} rows: {path}")


@sample.command
def appraise(
    name: str,
    /,
    *,
    database: Path,
    rule: Literal["point-estimate", "lower-90", "lower-80"] = "point-estimate",
    underpayments: Literal["zero", "net"] = "zero",
    reviewer: list[str] | None = None,
    out: Path | None = None,
) -> None:
    """Appraise a reviewed sample: errors and dollars, all limits, agreement; print the report.

    Parameters
    ----------
    name
        The sample.
    database
        The publication, after a run that has read the reviews.
    rule
        The amount: the point estimate (self-disclosure), the lower limit of the two-sided 90 % interval (OIG's
        audits) or that of the one-sided 90 %, two-sided 80 % one (Medicare contractors).
    underpayments
        Whether underpayments count as zero or are netted.
    reviewer
        Whose word counts where several have read a unit; repeat it, the first first.
    out
        Folder for the report as HTML and text, and for all units as CSV.
    """
    from pa_audit import publication
    from pa_audit.samples import appraisal, kept, report

    found = appraisal.appraise(database, kept.load(database, name), rule, underpayments, reviewer or ())
    last = publication.last_run(database)
    print(report.text(found, last), end="")
    for path in report.write(out, found, last) if out else ():
        print(f"wrote {path}")


def _sizes(texts: list[str]) -> dict[str | None, int]:
    """Read --size: 30, or stratum=30; several also separated by commas."""
    sizes: dict[str | None, int] = {}
    for text in (part.strip() for whole in texts for part in whole.split(",")):
        stratum, _, number = text.rpartition("=")
        if not re.fullmatch(r"\d{1,9}", number) or (stratum or None) in sizes:
            raise UsageError(f"--size: expected a number such as 30, or one a stratum such as HIM=30, found {text!r}")
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
    print(f"frame of {design.units:,} units{dollars}, SHA-256 {design.frame_sha256}", "", sep="\n")
    columns = ("stratum", "seed", "units", "first", "last", "size", "spares")
    rows = [(s.stratum, s.seed, s.units, s.first_unit, s.last_unit, s.size, s.spares) for s in design.strata]
    print(*show.table(columns, rows), "", sep="\n")
    listed = drawn.units.drop_nulls("role").select("unit", "role", "selected", "stratum", "unit_id", "amount")
    print(*show.table(listed.columns, listed.rows()), sep="\n")
