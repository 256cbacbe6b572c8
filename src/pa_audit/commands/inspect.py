"""pa-audit inspect: what files hold that nobody has described, and a mapping that would read them."""

import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from pa_audit.commands.check import Rows

if TYPE_CHECKING:
    from pa_audit.inspection import Proposal, Seen
    from pa_audit.inspection.profile import Profile
    from pa_audit.inspection.propose import Preview


def inspect(path: Path, /, *, out: Path | None = None, rows: Rows = 3) -> None:
    """Look at CSV and Parquet files of any layout, and propose a mapping; writes nothing but --out.

    Parameters
    ----------
    path
        A file, or a folder of files.
    out
        A new file for the proposal; default: it is printed.
    rows
        How many rows through the proposal are shown; patients' data, and terminals get logged: 0 shows none.
    """
    from pa_audit import show
    from pa_audit.errors import UsageError
    from pa_audit.inspection import inspect as look
    from pa_audit.inspection.quoted import commented

    if not path.exists():
        raise UsageError(f"{path}: no such file or folder: expected CSV or Parquet files")
    if out is not None and out.exists():
        raise UsageError(f"{out}: exists; name a new file for the proposal")
    with tempfile.TemporaryDirectory(prefix="pa-audit-inspect-") as scratch, show.working(f"looking at {path}"):
        found = look(path, rows, Path(scratch))
    if not found.seen and not found.ignored:
        raise UsageError(f"{path}: nothing to look at: expected CSV or Parquet files")
    if found.text and out is not None:
        out.parent.mkdir(parents=True, exist_ok=True)
        out.touch(mode=0o600)  # it quotes values
        out.write_text(found.text, encoding="utf-8")
    parts = (
        [line for one in found.seen for line in _seen(one)],
        [f"{commented(name)}: ignored, as a run does: {why}" for name, why in found.ignored.items()],
        [found.text] if found.text and out is None else [],
        *([*_preview(preview, rows), ""] for preview in found.previews),
        list(_next(found, path if path.is_dir() else path.parent, out)),
    )
    print(*(line for part in parts for line in part), sep="\n")


def _seen(one: "Seen") -> Iterator[str]:
    from pa_audit.inspection.quoted import commented

    name = commented(one.path.name)
    if one.trouble or one.written is None:
        yield f"{name}: {one.trouble}"
        return
    style = one.written.format
    kind = "Parquet" if one.written.parquet else f"{style.encoding} text, delimiter {style.delimiter!r}"
    extras = {
        "gzip": one.written.compressed,
        "lines end in CR alone": style.line_ends == "cr",
        f"header on line {style.skip_lines + 1}": style.skip_lines,
        "a delimiter more ends every row": style.trailing_delimiter,
    }
    form = ", ".join([kind, *(extra for extra, holds in extras.items() if holds)])
    yield f"{name}: {form}, {len(one.columns)} columns, {one.rows:,} rows looked at"
    yield from (f"  {line}" for line in _looks(one))
    if not one.is_read:
        yield from (f"    {commented(column.name)}: {_column(column)}" for column in one.columns)


def _looks(one: "Seen") -> Iterator[str]:
    """Say what reads a file; else what it looks like; else what it lacks of each extract."""
    if one.own:
        yield f"is {one.own}, in the contract's own layout"
    elif one.known:
        read = " and ".join(source.extract_name for source in one.known.sources)
        patterns = " or ".join(one.known.sources[0].files)
        other = "" if one.known.by_name else f", if its name were like {patterns}"
        other += "" if one.known.by_form else ", if it were written otherwise"
        yield f"the built-in mapping {one.known.mapping.name} reads it as {read}{other}"
    elif one.likely:
        yield "looks like " + ", ".join(f"{guess.extract.name} ({guess.sure:.2f})" for guess in one.likely)
    else:
        yield "looks like none of the extracts" + ("" if one.rows else ": it has no rows")
        for guess in one.guesses:
            yield f"  as {guess.extract.name} it lacks {', '.join(guess.lacks)}"


def _next(found: "Proposal", folder: Path, out: Path | None) -> Iterator[str]:
    """Say which command to try next."""
    try_it = f"pa-audit check --extracts {folder}"
    for name, count in found.mappings.items():
        files = f"{count} of {len(found.seen)} files" if count < len(found.seen) else "every file"
        yield f"the built-in mapping {name} reads {files}: {try_it} --mapping {name}"
    if found.text:
        place = out or "FILE"
        yield f"the proposal{f' is in {out}' if out else ''}: answer its OPEN and TODO lines, then"
        yield f"{try_it} --mapping {place}" + ("" if out else "   (inspect --out FILE writes it)")
    elif not found.mappings and any(one.own and not one.trouble for one in found.seen):
        odd = any(preview.problems for preview in found.previews)
        yield f"no mapping is needed: {try_it}" + (" says what to do about the rows that do not pass" if odd else "")
    if out and not found.text:
        yield f"{out} is not written: there is nothing to propose"


def _column(column: "Profile") -> str:
    share = f"{100 * column.filled // column.rows} % filled" if column.rows else "no rows"
    if not column.filled:
        return share
    kind = (
        f"dates {column.dates[0]}" if column.dates
        else "whole numbers" if column.whole
        else "numbers" if column.number
        else "text"
    )  # fmt: skip
    kind += f" in {', '.join(column.units)}" if column.units else ""
    return f"{kind}, {share}, {column.distinct:,} different"


def _preview(preview: "Preview", rows: int) -> Iterator[str]:
    from pa_audit import show
    from pa_audit.inspection.quoted import commented

    blank = f"{preview.silent:,} are not filled in, " if preview.silent else ""
    said = f"of {preview.read:,} records looked at, {blank}{preview.passed:,} pass the row rules"
    if preview.unnamed:
        said = f"cannot be read yet; still to be named: {', '.join(preview.unnamed)}"
    yield f"{commented(preview.file)} as {preview.extract}: {said}"
    yield from (f"  {problem}" for problem in preview.problems)
    if rows and preview.rows.height:
        yield from show.table(preview.rows.columns, preview.rows.rows())
