"""How a file is written: Parquet or text, encoding, line ends, where the header is, delimiter, quotes."""

import codecs
import zlib
from dataclasses import dataclass
from pathlib import Path

from pa_audit.ingest.drop import kept_as
from pa_audit.inspection import header
from pa_audit.mapping import Format

HEAD = 4 << 20
LINES = 200
BOMS = {codecs.BOM_UTF8: "utf-8", codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16"}
UNDEFINED_IN_1252 = bytes.fromhex("818d8f909d")
# First bytes of files that are no extract, and what to do about each.
FOREIGN = {
    b"PK\x03\x04": "an Excel workbook or a ZIP archive: save each sheet as CSV, or unpack it",
    b"\xd0\xcf\x11\xe0": "an old Excel workbook: save each sheet as CSV",
    b"%PDF": "a PDF: ask for the data it was made of, as CSV or Parquet",
    b"BZh": "compressed with bzip2: unpack it, or compress it with gzip",
    b"\xfd7zXZ": "compressed with xz: unpack it, or compress it with gzip",
    b"\x28\xb5\x2f\xfd": "compressed with zstd: unpack it, or compress it with gzip",
    b"\0" * 12 + b"\xc2\xea\x81\x60": "a SAS data set: export it as CSV (proc export) or Parquet",
    b"SQLite format 3": "an SQLite database: export its tables as CSV",
}
NO_UNICODE = ("windows-1252", "latin-1")
FEW_LINES = 0.1  # of a text: where so few are no UTF-8, they may be damaged, and not in another encoding


@dataclass(frozen=True)
class Written:
    """How a file is written; `head` is the beginning of its content, whole lines of it.

    Of a text that is no UTF-8 `broken` is the share of lines that are not.
    """

    parquet: bool
    compressed: bool
    format: Format
    head: bytes
    broken: float = 0.0


def foreign(path: Path) -> str | None:
    """Say what a file is that is neither text nor gzip nor Parquet, and what to do; None for all others."""
    with path.open("rb") as file:
        first = file.read(max(map(len, FOREIGN)))
    return next((what for sign, what in FOREIGN.items() if first.startswith(sign)), None)


def sniff(path: Path) -> Written:
    """Look at the beginning of a file; raises OSError when it cannot be read at all."""
    with path.open("rb") as file:
        raw = file.read(HEAD)
    if raw.startswith(b"PAR1"):
        return Written(True, False, Format(), b"")
    compressed = raw.startswith(b"\x1f\x8b")
    content = _inflated(raw) if compressed else raw
    style = _style(content)
    whole = len(content) < HEAD and not compressed
    head = content if whole else _whole_lines(content, style)
    return Written(False, compressed, style, head, _broken(head) if style.encoding in NO_UNICODE else 0.0)


def unread(path: Path, written: Written) -> str | None:
    """Say why a run would not read a file that is written like this, and what to do; None where it would."""
    ending = "parquet" if written.parquet else "csv.gz" if written.compressed else "csv"
    if kept_as(path.name) != ending:
        return f"is not what its name says, by which a run reads it: rename it to end in .{ending}"
    if b"\r\r\n" in written.head:
        return "its lines end in CR CR LF, as after a transfer that changed them: deliver it again, as binary"
    return None


def _style(content: bytes) -> Format:
    """Tell how a text is written from its first lines."""
    encoding = _encoding(content)
    text = content.decode(encoding, errors="replace").removeprefix("\ufeff")
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n", LINES)[:LINES]
    delimiter, above = header.found(lines)
    rows = header.rows(lines, above)
    return Format(
        delimiter=delimiter,
        quote=header.quote(rows, delimiter),
        encoding=encoding,
        line_ends="cr" if "\r" in text and "\n" not in text else "lf",
        trailing_delimiter=header.trailing(rows, delimiter),
        skip_lines=above,
    )


def _inflated(raw: bytes) -> bytes:
    """Inflate as much as the first bytes give; a cut or damaged file gives what comes before that."""
    inflate = zlib.decompressobj(wbits=31)
    try:
        return inflate.decompress(raw, HEAD)
    except zlib.error:
        return b""


def _encoding(content: bytes) -> str:
    for bom, name in BOMS.items():
        if content.startswith(bom):
            return name
    first = content[:4000]
    if first.count(b"\0") * 3 > len(first):
        return "utf-16-be" if first[::2].count(b"\0") > first[1::2].count(b"\0") else "utf-16-le"
    try:
        codecs.getincrementaldecoder("utf-8")().decode(content)  # the last character may be cut
        return "utf-8"
    except UnicodeDecodeError:
        text = content.decode("utf-8", errors="replace")
        broken = text.count("\ufffd")
        if sum(letter > "\x7f" for letter in text) > 2 * broken:  # most of what is not ASCII is UTF-8
            return "utf-8"
        return "latin-1" if set(content) & set(UNDEFINED_IN_1252) else "windows-1252"  # which has all that prints


def _broken(content: bytes) -> float:
    """Give the share of lines that are no UTF-8; none where no line is whole."""
    lines = content.splitlines()
    broken = sum("\ufffd" in line.decode("utf-8", errors="replace") for line in lines)
    return broken / max(len(lines), 1)


def _whole_lines(content: bytes, style: Format) -> bytes:
    if style.encoding.startswith("utf-16"):
        return content[: len(content) // 2 * 2]
    return content[: content.rfind(b"\r" if style.line_ends == "cr" else b"\n") + 1]
