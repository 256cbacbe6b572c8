"""pa-audit inspect: what files hold that nobody has described, and a mapping that would read them."""

import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pa_audit.inspection.profile import Profile
    from pa_audit.inspection.propose import Preview, Seen


def inspect(path: Path, /, *, out: Path | None = None, rows: int = 3) -> None:
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

    if not path.exists():
        raise UsageError(f"{path}: no such file or folder: expected CSV or Parquet files")
    if out is not None and out.exists():
        raise UsageError(f"{out}: exists; name a new file for the proposal")
    with tempfile.TemporaryDirectory(prefix="pa-audit-inspect-") as scratch, show.working(f"looking at {path}"):
        found = look(path, rows, Path(scratch))
    print(*(line for one in found.seen for line in _seen(one)), sep="\n")
    if found.text and out is not None:
        out.write_text(found.text, encoding="utf-8")
        print("", f"the proposal is in {out}; look at its OPEN lines, then try it:", sep="\n")
        print(f"pa-audit check --extracts {path if path.is_dir() else path.parent} --mapping {out}")
    elif found.text:
        print("", found.text, sep="\n", end="")
    print(*(line for preview in found.previews for line in _preview(preview, rows)), sep="\n")


def _seen(one: "Seen") -> Iterator[str]:
    from pa_audit.inspection.quoted import commented

    name = commented(one.path.name)
    if one.trouble or one.written is None:
        yield f"{name}: {one.trouble}"
        return
    style = one.written.format
    kind = "Parquet" if one.written.parquet else f"{style.encoding} text, delimiter {style.delimiter!r}"
    extra = ", gzip" if one.written.compressed else ""
    extra += ", lines end in CR alone" if style.line_ends == "cr" else ""
    rows = max((column.rows for column in one.columns), default=0)
    yield f"{name}: {kind}{extra}, {len(one.columns)} columns, {rows:,} rows looked at"
    if one.known:
        yield f"  {one.known}"
    elif one.guesses:
        yield "  looks like " + ", ".join(f"{guess.extract.name} ({guess.sure:.2f})" for guess in one.guesses)
    else:
        yield "  looks like none of the extracts"
    for column in one.columns:
        yield f"    {commented(column.name)}: {_column(column)}"


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
    return f"{kind}, {share}, {column.distinct:,} different"


def _preview(preview: "Preview", rows: int) -> Iterator[str]:
    from pa_audit import show
    from pa_audit.inspection.quoted import commented

    yield ""
    counts = f"of {preview.read:,} records looked at, {preview.passed:,} pass the row rules"
    yield f"{commented(preview.file)} as {preview.extract}: {counts}"
    yield from (f"  {problem}" for problem in preview.problems)
    if rows and preview.rows.height:
        yield from show.table(preview.rows.columns, preview.rows.rows())
