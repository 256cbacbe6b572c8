"""Every file of a folder looked at, what reads it, and its first rows through that."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import polars as pl

from pa_audit.extracts import EXTRACTS
from pa_audit.ingest.batch import Reader, Refused
from pa_audit.ingest.check import Piece, examine
from pa_audit.ingest.cures import cure
from pa_audit.ingest.drop import closed
from pa_audit.ingest.mapped_file import MappedFile, with_origins
from pa_audit.ingest.opened import as_delivered, opened
from pa_audit.inspection import long
from pa_audit.inspection.guess import guesses
from pa_audit.inspection.known import known, own
from pa_audit.inspection.numerals import Numerals, numerals
from pa_audit.inspection.profile import Profile, profile
from pa_audit.inspection.seen import Seen
from pa_audit.inspection.sniff import Written, foreign, sniff
from pa_audit.inspection.text import proposal
from pa_audit.mapping import Mapping, Source
from pa_audit.mapping.load import TO_DO, restored

LOOKED_AT = 2_000  # rows
VALUE = re.compile(r"[-+]?[0-9][-0-9/.,: TZ]*")


@dataclass(frozen=True)
class Preview:
    """The first rows of a file as an extract, and how many of those looked at pass the contract's row rules.

    In `unnamed` are required columns that a proposal has still to name; such a file cannot be read yet.
    """

    file: str
    extract: str
    rows: pl.DataFrame
    read: int
    passed: int
    problems: list[str]
    unnamed: tuple[str, ...] = ()


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
    head = _head(found.path, found.written, scratch)
    reader = as_delivered(head, found.written.parquet, found.written.format, scratch)
    if any(VALUE.fullmatch(name) for name in reader.header):  # and values are not for showing
        return "its first row holds values: expected a header row with the names of the columns"
    rows = _first(reader)
    measured = long.measured(rows)
    found.numerals = numerals(list(measured.iter_columns()))
    found.columns = _profiles(rows, found.numerals)
    found.measured = found.columns if measured is rows else _profiles(measured, found.numerals)
    form = None if found.written.parquet else found.form
    found.own = own(found.path.name, reader.columns, form)
    found.known = known(found.path.name, reader.columns, form)
    found.guesses = guesses(found.columns, found.measured)
    return None


def _profiles(rows: pl.DataFrame, style: Numerals) -> list[Profile]:
    return [profile(values, style) for values in rows.iter_columns()]


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
        yield from _through(one, source, rows, scratch)


def _through(one: Seen, source: Source | None, rows: int, scratch: Path) -> Iterator[Preview]:
    """Read the beginning of a file as an extract, by the contract's row rules."""
    assert one.written is not None
    extract = source.extract if source else EXTRACTS[str(one.own)]
    unnamed = tuple(name for name, forms in source.columns.items() if forms[0].columns == (TO_DO,)) if source else ()
    if unnamed:
        yield Preview(one.path.name, extract.name, pl.DataFrame(), 0, 0, [], unnamed)
        return
    try:
        reader = opened(_head(one.path, one.written, scratch), one.written.parquet, extract, source, scratch)
        batch = next(reader.batches(), None)
    except Refused as refused:
        yield Preview(one.path.name, extract.name, pl.DataFrame(), 0, 0, [f"refused: {refused.reason}"])
        return
    if batch is not None:
        piece = Piece(0, batch)
        examined = examine(extract, extract.fields(date.max), [piece])
        origins = {0: reader.origins} if isinstance(reader, MappedFile) else {}
        rejected = with_origins(examined.rejected, origins, [piece])
        problems = rejected["problems"].explode().drop_nulls().unique().sort().to_list()
        filled = [name for name in batch.rows.columns if name in extract.names]
        first = batch.rows.select(filled).head(rows)
        yield Preview(one.path.name, extract.name, first, batch.read, examined.valid.height, problems)
