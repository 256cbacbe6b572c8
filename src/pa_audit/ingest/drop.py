"""The files of a drop: which belong to which extract, and their raw copies by digest of the content."""

import gzip
import hashlib
import logging
import os
import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import BinaryIO

from pa_audit.contract import Extract
from pa_audit.extracts import EXTRACTS
from pa_audit.ingest.batch import Refused
from pa_audit.mapping import Mapping, Source

log = logging.getLogger("pa_audit")

PIECE = 1 << 20
GZIP = b"\x1f\x8b"
CONFIGURATION = "pa_audit.toml"  # may lie beside the extracts that it is for
_EXPECTED = "not a file of the drop named <extract>.<csv|csv.gz|parquet>"
_WORKBOOK = "a workbook: save its first sheet as CSV UTF-8; one of a sample goes through pa-audit sample collect"
_EXPECTED_MAPPED = "no source of the mapping takes a file of this name"
_NAME = re.compile(rf"(?P<extract>{'|'.join(EXTRACTS)})(?:_.*)?\.(?P<ext>csv|csv\.gz|parquet)")


@dataclass(frozen=True)
class Delivered:
    """One file of the drop that feeds an extract: by its name, or through a source of the mapping.

    A `barred` one is never opened: a link that leads out of the drop or nowhere, a pipe, a device.
    """

    path: Path
    extract: Extract
    ext: str
    source: Source | None = None
    barred: bool = False


@dataclass(frozen=True)
class Kept:
    """The copy of a delivered file: the SHA-256 of its decompressed content, and where that content is.

    Of a file that cannot be decompressed, that of the file itself, and why.
    """

    sha256: str
    content: Path
    refused: Refused | None = None


def delivered(drop: Path, mapping: Mapping | None = None, marker: str | None = None) -> list[Delivered]:
    """List the drop's files that are named as an extract, by name; the others are named in the log.

    A mapping names the files of its own extracts; those of the others are named as ever.
    """
    files = []
    for path, found in _entries(drop, mapping, marker):
        unfit = closed(path, drop)
        files += [replace(file, barred=unfit is not None) for file in found]
        if not found:
            log.warning("ignored %r: %s", path.name, unfit or _expected(path, mapping))
    return files


def _expected(path: Path, mapping: Mapping | None) -> str:
    if path.suffix.lower() in (".xlsx", ".xlsm", ".xls", ".ods"):
        return _WORKBOOK
    return _EXPECTED_MAPPED if mapping else _EXPECTED


def ignored(drop: Path, mapping: Mapping | None, marker: str | None) -> list[str]:
    """Name the files of a drop that feed no extract; a folder is none."""
    return [path.name for path, found in _entries(drop, mapping, marker) if not found and not path.is_dir()]


def _entries(drop: Path, mapping: Mapping | None, marker: str | None) -> Iterator[tuple[Path, list[Delivered]]]:
    """Give what lies in a drop beside configuration, marker and mapping, with what each entry feeds."""
    for path in sorted(drop.iterdir()):
        if path.name in (CONFIGURATION, marker, mapping and mapping.file):
            continue
        closed_to_all = path.is_dir() or not path.name.isprintable()
        found = _mapped(path, mapping) if mapping else _named(path)
        yield path, [] if closed_to_all else found


def closed(path: Path, drop: Path) -> str | None:
    """Say why an entry of a drop is not opened, whatever its name; None for a file that is."""
    if not path.name.isprintable():
        return "its name has signs that do not print; rename it"
    if path.is_dir():
        return "a folder; only files that lie in the drop itself are read"
    if not path.is_file():
        return "no regular file (a broken link, a pipe or a device)"
    return None if _stays_inside(path, drop) else "a link that leads out of the drop; copy the file into it"


def named(file: str) -> Extract | None:
    """Give the extract that a file of this name belongs to, in the contract's own layout."""
    name = _NAME.fullmatch(file)
    return EXTRACTS[name["extract"]] if name else None


def _named(path: Path) -> list[Delivered]:
    name = _NAME.fullmatch(path.name)
    return [Delivered(path, EXTRACTS[name["extract"]], name["ext"])] if name else []


def _mapped(path: Path, mapping: Mapping) -> list[Delivered]:
    """Find the extracts that a file feeds; its name also says whether it is compressed, or Parquet."""
    ext = kept_as(path.name)
    mapped = [Delivered(path, source.extract, ext, source) for source in mapping.sources_of(path.name)]
    return mapped or [file for file in _named(path) if file.extract.name not in mapping.extracts]


def kept_as(name: str) -> str:
    """Give the ending under which a file of this name is kept."""
    lower = name.lower()
    return "parquet" if lower.endswith(".parquet") else "csv.gz" if lower.endswith(".gz") else "csv"


def keep(file: Delivered, drops: Path, scratch: Path) -> Kept:
    """Copy a delivered file to `drops`/<sha256>.<ext>, unless it is there already.

    The audit reads the copy: what a run audits is what it kept. Raises Refused when there is nothing to keep.
    """
    if file.barred:
        raise Refused("no_file")
    copy, content = scratch / "delivered", scratch / "content"  # no name of the drop's: it may be as long as they get
    digest, refused = _write(copy, _pieces(file.path)), None
    if file.ext == "csv.gz":
        try:
            digest = _write(content, _inflated(copy))
            content = content.replace(scratch / digest)
        except Refused as unreadable:
            refused = unreadable
    kept = drops / f"{digest}.{file.ext}"
    if kept.exists():
        copy.unlink()
    else:
        drops.mkdir(mode=0o700, parents=True, exist_ok=True)
        copy.replace(kept)
    return Kept(digest, content if file.ext == "csv.gz" else kept, refused)


def _stays_inside(path: Path, drop: Path) -> bool:
    return path.resolve().is_relative_to(drop.resolve())


def _pieces(path: Path) -> Iterator[bytes]:
    try:
        with path.open("rb") as file:
            yield from iter(lambda: file.read(PIECE), b"")
    except OSError:
        raise Refused("unreadable") from None


def _inflated(path: Path) -> Iterator[bytes]:
    try:
        with gzip.open(path) as file:
            yield from iter(lambda: file.read(PIECE), b"")
    except gzip.BadGzipFile as error:
        follows = "Not a gzipped" in str(error) and next(_pieces(path), b"").startswith(GZIP)
        raise Refused("trailing_bytes" if follows else "unreadable") from None
    except (EOFError, zlib.error):
        raise Refused("unreadable") from None


def _write(path: Path, pieces: Iterator[bytes]) -> str:
    """Write a private file and make it durable; give the SHA-256 of its content."""
    digest = hashlib.sha256()
    with _private(path) as file:
        for piece in pieces:
            digest.update(piece)
            file.write(piece)
        file.flush()
        os.fsync(file.fileno())
    return digest.hexdigest()


def _private(path: Path) -> BinaryIO:
    return os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb")
