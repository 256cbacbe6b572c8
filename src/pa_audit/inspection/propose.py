"""Every file of a folder looked at, what reads it, and its first rows through that."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

import polars as pl

from pa_audit.contract import Extract
from pa_audit.extracts import EXTRACTS
from pa_audit.ingest.batch import Batch, Reader, Refused
from pa_audit.ingest.check import Piece, examine
from pa_audit.ingest.cures import cure
from pa_audit.ingest.drop import closed, named
from pa_audit.ingest.mapped_file import MappedFile, with_origins
from pa_audit.ingest.opened import as_delivered, opened
from pa_audit.inspection import long
from pa_audit.inspection.guess import guesses
from pa_audit.inspection.headless import is_headless
from pa_audit.inspection.known import known, own
from pa_audit.inspection.numerals import numerals
from pa_audit.inspection.profile import profile
from pa_audit.inspection.quoted import quoted
from pa_audit.inspection.seen import Seen
from pa_audit.inspection.series import together, varied
from pa_audit.inspection.sniff import FEW_LINES, Written, foreign, sniff, unread
from pa_audit.inspection.text import proposal
from pa_audit.mapping import Format, Mapping, Source
from pa_audit.mapping.load import TO_DO, restored
from pa_audit.mapping.spec import NUMBERS

LOOKED_AT = 2_000  # rows
NO_HEADER = (
    "its first row holds values, or no name that is known: expected a header row with the names of the columns, and"
    " commas, semicolons, tabs or | between them"
)


@dataclass(frozen=True)
class Preview:
    """The first rows of a file as an extract, and how many of those looked at pass the contract's row rules.

    `silent` rows of a reviewers' list are those that nobody has filled in: a run counts them, and they are no problem.
    In `unnamed` are required columns that a proposal has still to name; such a file cannot be read yet.
    """

    file: str
    extract: str
    rows: pl.DataFrame = field(default_factory=pl.DataFrame)
    read: int = 0
    passed: int = 0
    problems: list[str] = field(default_factory=list)
    unnamed: tuple[str, ...] = ()
    silent: int = 0


@dataclass(frozen=True)
class Proposal:
    """What was found of every file, those not opened and why, a mapping where one is needed, and their first rows."""

    seen: list[Seen]
    ignored: dict[str, str]
    text: str
    previews: list[Preview]

    @property
    def mappings(self) -> dict[str, int]:
        """Count the files that each mapping of the product reads."""
        names = [one.known.mapping.name for one in self.seen if one.known and one.known.as_it_is]
        return {name: names.count(name) for name in dict.fromkeys(names)}


def inspect(path: Path, rows: int, scratch: Path) -> Proposal:
    """Look at a file or at every file of a folder; `scratch` is for copies of their beginnings.

    Of a folder, the files that a run opens: the others are named with the reason.
    """
    files = sorted(path.iterdir()) if path.is_dir() else [path]
    ignored = {file.name: why for file in files if path.is_dir() and (why := closed(file, path))}
    seen = [_seen(file, scratch) for file in files if file.name not in ignored and file.suffix != ".toml"]
    for one in seen:
        _compare(one, [other for other in seen if other is not one])
    ours = [one for one in seen if one.own and not one.trouble]
    fine = {one.own for one in ours if not _differs(one, scratch)}
    for one in ours:
        one.own = one.own if one.own in fine else None
    text = proposal(path, seen)
    mapping = restored({"name": "proposal", "text": text, "file": ""}) if re.search(r"(?m)^\[\[", text) else None
    previews = [preview for one in seen for preview in _previews(one, text, mapping, rows, scratch)]
    return Proposal(seen, ignored, text, previews)


def _seen(path: Path, scratch: Path) -> Seen:
    found = Seen(path)
    try:
        found.trouble = foreign(path) or _described(found, scratch)
    except OSError as error:
        found.trouble = f"cannot be read: {error.strerror or type(error).__name__}"
    except Refused as refused:
        found.trouble = f"refused ({refused.reason}): {cure(refused.reason)}"
    return found


def _described(found: Seen, scratch: Path) -> str | None:
    """Fill in how a file is written, what its columns hold and what reads it; say why, where it cannot be told."""
    found.written = sniff(found.path)
    if trouble := unread(found.path, found.written):
        return trouble
    head = _head(found.path, found.written, scratch)
    reader = as_delivered(head, found.written.parquet, found.written.format, scratch)
    utf_8 = replace(found.written.format, encoding="utf-8")
    if 0 < found.written.broken < FEW_LINES and _is_ours(found.path, reader.header, utf_8):
        found.written = replace(found.written, format=utf_8, broken=0.0)
        reader = as_delivered(head, False, utf_8, scratch)
    rows = _first(reader)
    if is_headless(reader.header, rows):
        return NO_HEADER
    measured = long.measured(rows)
    parts = [rows] if measured is rows else [rows, measured]
    found.numerals = numerals([values for part in parts for values in part.iter_columns()])
    profiles = [[profile(values, found.numerals) for values in part.iter_columns()] for part in parts]
    found.columns, found.measured = profiles[0], profiles[-1]
    form = None if found.written.parquet else found.form
    found.own = own(found.path.name, reader.columns, form)
    found.known = known(found.path.name, reader.columns, form)
    twice = [name for name in EXTRACTS[found.own].names if reader.header.count(name) > 1] if found.own else []
    return f"refused (duplicate_column:{','.join(twice)}): {cure('duplicate_column')}" if twice else None


def _is_ours(path: Path, header: list[str], form: Format) -> bool:
    """Tell whether a file has our layout, and with it our encoding; reviewers' lists are saved in any."""
    extract = named(path.name)
    return extract is not None and not extract.answers and own(path.name, header, form) is not None


def _compare(one: Seen, others: list[Seen]) -> None:
    """Say which extracts a file looks like, by what the others of its series hold too."""
    if one.trouble:
        return
    series = [other for other in others if varied(other.path.name) == varied(one.path.name)]
    one.described = together(one.columns, [other.columns for other in series])
    measured = together(one.measured, [other.measured for other in series])
    one.guesses = guesses(one.described, measured, named(one.path.name))


def _differs(one: Seen, scratch: Path) -> bool:
    """Tell whether a file has our header and not our ways: most rows break rules, and a mapping would mend that."""
    preview = _through(one, one.written, None, 0, scratch) if one.written else None
    ways = next((guess.ways for guess in one.likely if guess.extract.name == one.own), {})
    if not preview or 2 * preview.passed >= preview.read - preview.silent or not ways:
        return False
    broken = {problem.partition(":")[0] for problem in preview.problems}
    style = (one.numerals.decimal, one.numerals.thousands) != (".", "")
    numbers = {column.name for column in EXTRACTS[str(one.own)].columns if style and column.kind in NUMBERS}
    return bool(broken & ({name for name, way in ways.items() if way.toml != quoted(name)} | numbers))


def _head(path: Path, written: Written, scratch: Path) -> Path:
    if written.parquet:
        return path
    head = scratch / "head"
    head.write_bytes(written.head)
    return head


def _first(reader: Reader) -> pl.DataFrame:
    """Give the first rows, as text."""
    batch = next(reader.batches(), None)
    return batch.rows.head(LOOKED_AT) if batch else pl.DataFrame(schema=dict.fromkeys(reader.columns, pl.String))


def _previews(one: Seen, text: str, mapping: Mapping | None, rows: int, scratch: Path) -> Iterator[Preview]:
    """Read the beginning of a file through the proposal, or where none is needed, through what reads it already."""
    if one.trouble or one.written is None:
        return
    sources: list[Source | None] = []
    if text:
        sources = list(mapping.sources_of(one.path.name)) if mapping else []
    elif one.known and one.known.as_it_is:
        sources = list(one.known.sources)
    elif one.own:
        sources = [None]
    for source in sources:
        if preview := _through(one, one.written, source, rows, scratch):
            yield preview


def _through(one: Seen, written: Written, source: Source | None, rows: int, scratch: Path) -> Preview | None:
    """Read the beginning of a file as an extract; None where there is no row."""
    extract = source.extract if source else EXTRACTS[str(one.own)]
    unnamed = [name for name, forms in source.columns.items() if forms[0].columns == (TO_DO,)] if source else []
    if unnamed:
        return Preview(one.path.name, extract.name, unnamed=tuple(unnamed))
    try:
        reader = opened(_head(one.path, written, scratch), written.parquet, extract, source, scratch)
        batch = next(reader.batches(), None)
    except Refused as refused:
        return Preview(one.path.name, extract.name, problems=[f"refused: {refused.reason}: {cure(refused.reason)}"])
    return _judged(one.path.name, extract, reader, batch, rows) if batch else None


def _judged(file: str, extract: Extract, reader: Reader, batch: Batch, rows: int) -> Preview:
    """Hold the first rows of a file against the contract's row rules."""
    piece = Piece(0, batch)
    examined = examine(extract, extract.fields(date.max), [piece])
    origins = {0: reader.origins} if isinstance(reader, MappedFile) else {}
    rejected = with_origins(examined.rejected, origins, [piece])
    problems = rejected["problems"].explode().drop_nulls().unique().sort().to_list()
    filled = [name for name in batch.rows.columns if name in extract.names]
    first = batch.rows.select(filled).head(rows)
    passed, silent = examined.valid.height, examined.silent.height
    return Preview(file, extract.name, first, batch.read, passed, problems, silent=silent)
