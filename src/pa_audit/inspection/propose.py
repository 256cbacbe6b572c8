"""A mapping for files that nobody has described, with how sure it is and what it leaves open as comments."""

import re
import tomllib
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import polars as pl

from pa_audit.extracts import EXTRACTS
from pa_audit.ingest.batch import Reader, Refused
from pa_audit.ingest.check import Piece, examine
from pa_audit.ingest.cures import cure
from pa_audit.ingest.mapped_file import MappedFile, with_origins
from pa_audit.ingest.opened import as_delivered
from pa_audit.inspection.guess import Guess, guesses
from pa_audit.inspection.profile import Profile, profile
from pa_audit.inspection.quoted import commented, quoted
from pa_audit.inspection.sniff import Written, sniff
from pa_audit.mapping import Format, Mapping, Source, builtin, load
from pa_audit.mapping.columns import Columns
from pa_audit.mapping.load import restored

LOOKED_AT = 2_000  # rows
VALUE = re.compile(r"[-+]?[0-9][-0-9/.,: TZ]*")
SURE = {0.85: "sure", 0.6: "likely", 0.0: "a guess"}
MOST = 0.8


@dataclass
class Seen:
    """A file as it was found: how it is written, its columns, and what it looks like."""

    path: Path
    written: Written | None = None
    columns: list[Profile] = field(default_factory=list)
    guesses: list[Guess] = field(default_factory=list)
    known: str | None = None
    trouble: str | None = None


@dataclass(frozen=True)
class Preview:
    """The first rows of a file through the proposal, and how many of those looked at pass the contract's row rules."""

    file: str
    extract: str
    rows: pl.DataFrame
    read: int
    passed: int
    problems: list[str]


@dataclass(frozen=True)
class Proposal:
    """What was found of every file, a mapping for those that need one, and their first rows through it."""

    seen: list[Seen]
    text: str
    previews: list[Preview]


def inspect(path: Path, rows: int, scratch: Path) -> Proposal:
    """Look at a file or at every file of a folder; `scratch` is for copies of their beginnings."""
    files = sorted(file for file in path.iterdir() if file.is_file()) if path.is_dir() else [path]
    seen = [_seen(file, scratch) for file in files if file.suffix != ".toml"]
    unknown = [one for one in seen if one.guesses and not one.known]
    text = _text(path, unknown)
    previews = _previews(unknown, text, rows, scratch) if unknown else []
    return Proposal(seen, text, previews)


def _seen(path: Path, scratch: Path) -> Seen:
    found = Seen(path)
    try:
        found.written = sniff(path)
        reader = _reader(path, found.written, found.written.format, scratch)
        if any(VALUE.fullmatch(name) for name in reader.header):  # and values are not for showing
            found.trouble = "its first row holds values: expected a header row with the names of the columns"
        else:
            found.columns = [profile(values) for values in _first(reader).iter_columns()]
    except OSError as error:
        found.trouble = f"cannot be read: {error.strerror or type(error).__name__}"
    except Refused as refused:
        found.trouble = f"refused ({refused.reason}): {cure(refused.reason)}"
    if not found.trouble:
        found.known = _known(path.name, [column.name for column in found.columns])
        found.guesses = guesses(found.columns)
    return found


def _reader(path: Path, written: Written, style: Format, scratch: Path) -> Reader:
    """Open the beginning of a file in its own columns."""
    if written.parquet:
        return as_delivered(path, True, style, scratch)
    head = scratch / path.name
    head.write_bytes(written.head)
    return as_delivered(head, False, style, scratch)


def _first(reader: Reader) -> pl.DataFrame:
    """Give the first rows, as text."""
    batch = next(reader.batches(), None)
    return batch.rows.head(LOOKED_AT) if batch else pl.DataFrame(schema=dict.fromkeys(reader.columns, pl.String))


def _known(file: str, columns: list[str]) -> str | None:
    """Say which mapping that comes with the product reads such a file, if one does."""
    for mapping in map(load, builtin()):
        fitting = [source for source in mapping.sources if _fits(source, columns)]
        named = [source.extract_name for source in fitting if source.takes(file)]
        if named:
            return f"the built-in mapping {mapping.name} reads it as {' and '.join(named)}"
        if fitting:
            patterns = " or ".join(fitting[0].files)
            return (
                f"the built-in mapping {mapping.name} reads it as {fitting[0].extract_name}, if named like {patterns}"
            )
    return None


def _fits(source: Source, columns: list[str]) -> bool:
    """Tell whether a file has what a source needs, and most of what it takes; of a series the first counts."""
    asked = {name for name in source.names if not re.search(r"[2-9]$|\d\d$", name)}
    return not Columns(source, columns).missing() and len(asked & set(columns)) >= MOST * len(asked)


def _text(path: Path, files: list[Seen]) -> str:
    """Write the proposal; files alike in name and layout share a source."""
    if not files:
        return ""
    lines = [
        f"about = {quoted(f'proposed by pa-audit inspect for {path.name}')}",
        "",
        "# How sure each line is stands behind it; lines marked OPEN ask a question that the data cannot answer.",
    ]
    done: set[tuple[str, str]] = set()
    pairs = [(guess, one) for one in files for guess in one.guesses]
    for guess, one in sorted(pairs, key=lambda pair: list(EXTRACTS).index(pair[0].extract.name)):
        key = (_pattern(one.path.name), guess.extract.name)
        if key not in done:
            lines += ["", *_source(guess, one)]
        done.add(key)
    return "\n".join(lines) + "\n"


def _source(guess: Guess, one: Seen) -> list[str]:
    assert one.written is not None
    name = guess.extract.name
    style = [
        f"{key} = {quoted(value)}"
        for key, value in vars(one.written.format).items()
        if value != getattr(Format(), key) and not one.written.parquet
    ]
    if any(column.thousands for column in one.columns):
        style.append('thousands = ","')
    lines = [f"# {commented(one.path.name)} looks like {name} ({_sure(guess.sure)}, {guess.sure:.2f})", f"[[{name}]]"]
    lines += [f"files = [{quoted(_pattern(one.path.name))}]", *style, "", f"[{name}.columns]"]
    for column, way in guess.ways.items():
        lines += [f"# OPEN: {commented(question)}" for question in way.questions]
        lines.append(f"{column} = {way.toml} # {_sure(way.sure)}")
    used = " ".join(way.toml for way in guess.ways.values())
    unused = [column.name for column in one.columns if quoted(column.name) not in used]
    return lines + ([f"# not used: {commented(', '.join(unused)[:300])}"] if unused else [])


def _pattern(name: str) -> str:
    """Let the figures in a file's name vary: claims_2024_01.csv is claims_*.csv; other signs are no patterns."""
    return re.sub(r"\d+(?:[-_.]?\d+)*", "*", re.sub(r"[*?\[]", r"[\g<0>]", name))


def _sure(degree: float) -> str:
    return next(word for least, word in SURE.items() if degree >= least)


def _previews(files: list[Seen], text: str, rows: int, scratch: Path) -> list[Preview]:
    mapping = restored({"name": "proposal", "text": text, "file": ""})
    assert tomllib.loads(text)
    return [preview for one in files for preview in _through(one, mapping, rows, scratch)]


def _through(one: Seen, mapping: Mapping, rows: int, scratch: Path) -> list[Preview]:
    """Read the beginning of a file through the proposal, by the contract's row rules."""
    assert one.written is not None
    previews = []
    for source in mapping.sources_of(one.path.name):
        reader = _reader(one.path, one.written, source.format, scratch)
        try:
            mapped = MappedFile(reader, source)
            batch = next(mapped.batches(), None)
        except Refused:  # a column is still to be named
            continue
        if batch is not None:
            piece = Piece(0, batch)
            examined = examine(source.extract, source.extract.fields(date.max), [piece])
            rejected = with_origins(examined.rejected, {0: mapped.origins}, [piece])
            problems = rejected["problems"].explode().drop_nulls().unique().sort().to_list()
            previews.append(
                Preview(
                    one.path.name,
                    source.extract_name,
                    batch.rows.head(rows),
                    batch.read,
                    examined.valid.height,
                    problems,
                )
            )
    return previews
