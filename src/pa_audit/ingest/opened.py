"""A kept file, opened as what it is: CSV or Parquet, in the contract's own form or through a mapping."""

import codecs
import io
import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from pa_audit.contract import Extract
from pa_audit.ingest.batch import Reader, Refused
from pa_audit.ingest.characters import NO_CHARACTER
from pa_audit.ingest.csv_file import CsvFile
from pa_audit.ingest.mapped_file import MappedFile
from pa_audit.ingest.parquet_file import ParquetFile
from pa_audit.ingest.records import Dialect
from pa_audit.mapping import Format, Source

PIECE = 1 << 20
CONTROLS = re.compile("[\x80-\x9f]")


def opened(content: Path, parquet: bool, extract: Extract, source: Source | None, scratch: Path) -> Reader:
    """Open a file's content; raises Refused when it cannot be read as its extract."""
    if source is not None:
        return MappedFile(as_delivered(content, parquet, source.format, scratch, source.kinds), source)
    if parquet:
        return ParquetFile(content, {column.name: column.kind for column in extract.columns})
    return CsvFile(content)


def as_delivered(content: Path, parquet: bool, style: Format, scratch: Path, kinds: Mapping[str, str] = {}) -> Reader:
    """Open a file in its own columns; those of `kinds` must have a type that can be read."""
    if parquet:
        return ParquetFile(content, kinds)
    dialect = Dialect(style.delimiter.encode(), quoted=bool(style.quote), trailing=style.trailing_delimiter)
    return CsvFile(_as_utf8(content, style, scratch), dialect, style.skip_lines)


def _as_utf8(content: Path, style: Format, scratch: Path) -> Path:
    """Write a text in another encoding or with other line ends anew, as UTF-8 with LF; give where it is.

    What is no character of the encoding becomes NUL, for which the record goes to quarantine as `encoding`; so do the
    control characters of Latin-1, which are the dashes and quotes of windows-1252.
    """
    if style.encoding == "utf-8" and style.line_ends == "lf":
        return content
    written = scratch / f"{content.name}.{style.encoding}.{style.line_ends}"
    try:
        with written.open("w", encoding="utf-8", newline="") as file:
            file.writelines(_characters(content, style))
    except UnicodeError:  # UTF-16 that does not say which byte comes first
        raise Refused("encoding") from None
    return written


def _characters(content: Path, style: Format) -> Iterator[str]:
    characters = codecs.getincrementaldecoder(style.encoding)(NO_CHARACTER)
    decoder: codecs.IncrementalDecoder | io.IncrementalNewlineDecoder = characters
    if style.line_ends == "cr":
        decoder = io.IncrementalNewlineDecoder(characters, translate=True)
    with content.open("rb") as file:
        while piece := file.read(PIECE):
            text = decoder.decode(piece)
            yield CONTROLS.sub("\0", text) if style.encoding == "latin-1" else text
    yield decoder.decode(b"", final=True)
