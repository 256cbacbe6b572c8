"""pa-audit sample worksheet, collect, appraise: what reviewers get, give back, and what follows from it."""

import re
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

from cyclopts import Parameter

from pa_audit.commands.sample_draw import Texts
from pa_audit.errors import UsageError

if TYPE_CHECKING:
    from polars import DataFrame

PERSON = r"\w[\w .,'-]{0,58}[\w.]|\w"  # it becomes part of a file's name


def worksheet(
    name: str,
    /,
    *,
    database: Path,
    out: Path,
    reviewer: str,
    second: str | None = None,
    overlap: int = 0,
    blind: Annotated[bool, Parameter(negative=())] = False,
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
    from pa_audit.reports import formats
    from pa_audit.samples import kept, worksheets
    from pa_audit.samples.files import save

    for who in (reviewer, *([] if second is None else [second])):
        if not re.fullmatch(PERSON, who):
            raise UsageError(f"--reviewer: expected a name of at most 60 letters, found {who!r}")
    if (second is None) != (overlap == 0) or second == reviewer:
        raise UsageError("--overlap: expected a number of units with --second another reviewer, or neither")
    if second and worksheets.file_name(name, second) == worksheets.file_name(name, reviewer):
        raise UsageError(f"--second: expected a name whose file is another than that of {reviewer!r}, found {second!r}")
    found = kept.load(database, name)
    if not 0 <= overlap <= found.drawn.height:
        raise UsageError(f"--overlap: expected 1 to {found.drawn.height} units, found {overlap}")
    asked = kept.asked(database, "samples/clauses", name)
    shares = {reviewer: found.drawn} | ({second: worksheets.overlap(found.drawn, overlap)} if second else {})
    sheets = {who: worksheets.rows(found, asked, who, units, blind=blind) for who, units in shares.items()}
    files = [(who, *file) for who, sheet in sheets.items() for file in worksheets.files(sheet, name, who).items()]
    paths = save(out, {file: content for _, file, content in files})
    for (who, *_), path in zip(files, paths, strict=True):
        print(f"{formats.plural(shares[who].height, 'unit', 'units')} for {who}: {path}")


def collect(*files: Path, out: Path) -> None:
    """Turn filled-in XLSX worksheets into files of the extract reviews, for the next run.

    Parameters
    ----------
    files
        Worksheets as they came back.
    out
        Folder for the CSV files: the next drop.
    """
    from pa_audit.reports import formats
    from pa_audit.samples import filled_in
    from pa_audit.samples.files import save

    if not files:
        raise UsageError("sample collect: expected at least one XLSX worksheet")
    sheets: dict[str, DataFrame] = {}  # all of them are good before one is written
    for file in files:
        name = file.stem if file.stem.startswith("reviews") else f"reviews_{file.stem}"
        if name in sheets:
            raise UsageError(f"{file}: expected worksheets of different names: two would become {name}.csv")
        sheets[name] = filled_in.read(file)
    # As they were typed, unlike what is written for people: the next run reads them.
    paths = save(out, {f"{name}.csv": rows.write_csv(line_terminator="\r\n") for name, rows in sheets.items()})
    for rows, path in zip(sheets.values(), paths, strict=True):
        print(f"{formats.plural(rows.height, 'row', 'rows')}: {path}")


def appraise(
    name: str,
    /,
    *,
    database: Path,
    rule: Literal["point-estimate", "lower-90", "lower-80"] = "point-estimate",
    underpayments: Literal["zero", "net"] = "zero",
    reviewer: Texts | None = None,
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
        The amount: point-estimate as in self-disclosures, lower-90 as OIG's audits, lower-80 as Medicare contractors.
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
