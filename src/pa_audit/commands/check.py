"""pa-audit check: what a night would make of a drop, before any night does."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from cyclopts import Parameter, validators

from pa_audit.commands.clock import Day, today

if TYPE_CHECKING:
    from pa_audit.mapping import Mapping
    from pa_audit.trial import Trial

Rows = Annotated[int, Parameter(validator=validators.Number(gte=0, lte=1_000_000))]
"""How many rows to show: fewer than none would count from the other end, and show nearly all."""


def check(
    *,
    extracts: Path,
    as_of: Day | None = None,
    config: Path | None = None,
    mapping: str | None = None,
    database: Path | None = None,
    rows: Rows = 10,
    show_values: Annotated[bool, Parameter(negative=())] = False,
) -> int:
    """Validate a drop without publishing or keeping anything; exit 1 when a file or a row is not accepted.

    Parameters
    ----------
    extracts
        Folder with the drop.
    as_of
        Day of the audit; default: today in the configured time zone.
    config
        The plan's pa_audit.toml.
    mapping
        How other people's files become extracts: a built-in mapping's name, or a file of your own.
    database
        The publication that the drop would come on top of: a copy is read, nothing is written; default: a first night.
    rows
        How many of the first rows that are not accepted are named.
    show_values
        Show what these rows hold; patients' data, and terminals get logged.
    """
    from pa_audit import config as configuration
    from pa_audit import show
    from pa_audit.trial import trial

    settings = configuration.load(config, mapping)
    with show.notes(), show.working(f"checking {extracts}") as progress:
        found = trial(extracts, as_of or today(settings), settings, rows, progress, database)
    problems = _problems(found, settings.mapping, show_values)
    for part in (_files(found), problems, _coverage(found), _undecided(found), _alone(found)):
        print(*part, "", sep="\n")
    return 0 if found.clean else 1


def _files(found: "Trial") -> Iterator[str]:
    from pa_audit import show

    counts = ("rows_read", "rows_made", "rows_accepted", "rows_repeated", "rows_quarantined", "rows_left_out")
    used = [name for name in counts if name not in ("rows_made", "rows_left_out") or any(f[name] for f in found.files)]
    columns = ("file", "extract", "status", *(name.removeprefix("rows_") for name in used), "defaulted")
    rows = [
        (f["source_file"], f["extract"], f["status"], *(f[name] for name in used), f["defaulted"].strip("{}"))
        for f in found.files
    ]
    yield from show.table(columns, rows)


def _problems(found: "Trial", mapping: "Mapping | None", show_values: bool) -> Iterator[str]:
    from pa_audit import show
    from pa_audit.trial import value

    if not found.problems:
        became = {file["status"] for file in found.files}
        of_which = "of the files that were not refused" if "refused" in became else "that was read"
        before = ", or was delivered before" if "repeated" in became else ""
        yield "no file was read" if became == {"refused"} else f"every row {of_which} is accepted{before}"
        return
    yield from show.table(("not accepted: extract", "reason", "rows"), found.reasons)
    yield ""
    yield from show.table(
        ("not accepted: file", "extract", "column and what was expected", "rows", "first row", "what to do"),
        [(p.file, p.extract, p.problem, p.rows, p.first, p.remedy) for p in found.problems],
    )
    if not found.rows:
        return
    yield ""
    columns = ["first rows: file", "row", "column and what was expected"]
    rows = [[file, number, problem] for file, _, number, problem, _ in found.rows]
    if show_values:
        columns.append("as delivered")
        for row, (file, extract, _, problem, raw) in zip(rows, found.rows, strict=True):
            row.append(value(raw, problem, mapping, file, extract))
    yield from show.table(columns, rows)


def _coverage(found: "Trial") -> Iterator[str]:
    from pa_audit import show

    rows = [
        (extract, column, count, columns["all rows"], f"{100 * count // columns['all rows']} %")
        for extract, columns in found.coverage.items()
        for column, count in columns.items()
        if columns["all rows"] and column != "all rows"
    ]
    yield from show.table(("current rows: extract", "column", "filled", "of", "share"), rows)
    for extract, columns in found.coverage.items():
        if not columns["all rows"]:
            yield f"{extract}: no rows"
    if found.unmeasured:
        yield f"growth_measurements: {found.unmeasured:,} accepted rows have neither height nor height SDS nor weight"


def _undecided(found: "Trial") -> Iterator[str]:
    from pa_audit import show

    if not found.cases:
        yield "clauses: none could be asked: no requests; what was dispensed and claimed is audited without them"
    elif found.clauses:
        yield from show.table(("left open: clause", "what it asks", "cases left open", "of", "mostly"), found.clauses)
    else:
        yield "clauses: none is left open"
    yield ""
    if found.kinds:
        rows = [(kind, "; ".join(needs)) for kind, needs in found.kinds.items()]
        yield from show.table(("cannot be found: kind of finding", "for lack of any"), rows)
    else:
        yield "findings: every kind could be found"


def _alone(found: "Trial") -> Iterator[str]:
    """Say what was not read, what was tried, and what therefore could not be."""
    if found.ignored:
        yield f"not read, for nothing says what they are: {', '.join(map(repr, found.ignored))} (the notes say why)"
    if found.upon:
        yield f"tried on top of run {found.upon}: the clauses, findings and current rows above are of both together"
    else:
        yield "tried as a first night; not known here: members and cases of earlier drops, findings and samples that"
        yield "reviewers answer, rows that were delivered before; --database FILE tries it on top of the publication"
