"""How a file is written: Parquet or text, encoding, line ends, where the header is, delimiter, quotes."""

import codecs
import csv
import io
import re
import zlib
from dataclasses import dataclass
from pathlib import Path

from pa_audit.mapping import Format

HEAD = 4 << 20
LINES = 200
DELIMITERS = (",", "|", "\t", ";")
MOST_TITLES = 20
SAID = re.compile(r'"?sep=([^\w"])"?')
"""Excel's first line that names the delimiter."""
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


@dataclass(frozen=True)
class Written:
    """How a file is written; `head` is the beginning of its content, whole lines of it."""

    parquet: bool
    compressed: bool
    format: Format
    head: bytes


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
    encoding = _encoding(content)
    text = content.decode(encoding, errors="replace").removeprefix("\ufeff")
    line_ends = "cr" if "\r" in text and "\n" not in text else "lf"
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    delimiter, above = _header(lines[: LINES + 1])
    rows = _rows(lines[: LINES + 1], above)
    whole = len(content) < HEAD and not compressed
    style = Format(
        delimiter=delimiter,
        quote=_quote(rows, delimiter),
        encoding=encoding,
        line_ends=line_ends,
        trailing_delimiter=_trailing(rows, delimiter),
        skip_lines=above,
    )
    return Written(False, compressed, style, content if whole else _whole_lines(content, style))


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
        signs = set(content)
        typographic = signs & set(range(0x80, 0xA0)) and not signs & set(UNDEFINED_IN_1252)
        return "windows-1252" if typographic else "latin-1"


def _header(lines: list[str]) -> tuple[str, int]:
    """Choose the delimiter, and count the lines above the header.

    It splits the most lines into as many fields as the header has; the fewer lines above, and the more fields, the
    better.
    """
    if said := SAID.fullmatch(lines[0]):
        return said[1], 1 + _titles(lines[1:], said[1])
    above = {sign: _titles(lines, sign) for sign in DELIMITERS}
    shares = {sign: _agreement(_rows(lines, above[sign]), sign) for sign in DELIMITERS}
    sign = max(DELIMITERS, key=lambda sign: (shares[sign][0], -above[sign], shares[sign][1]))
    return sign, above[sign]


def _titles(lines: list[str], sign: str) -> int:
    """Count the first lines of which at most half as many fields are filled as rows have, whatever splits them."""
    widths = [len(fields) for fields in _fields(_rows(lines), sign)]
    usual = max(widths, key=lambda width: (widths.count(width), width), default=0)
    if usual < 3:
        return 0
    filled = (max(sum(map(bool, map(str.strip, line.split(one)))) for one in DELIMITERS) for line in lines)
    header = next((place for place, count in enumerate(filled) if 2 * count > usual), 0)
    return header if header <= MOST_TITLES else 0


def _rows(lines: list[str], above: int = 0) -> list[str]:
    """Give the header and what is below it, without blank lines."""
    return [line for line in lines[above:] if line.strip()]


def _agreement(lines: list[str], sign: str) -> tuple[float, int]:
    """Tell which share of the lines splits into as many fields as the first, to a tenth, and how many those are."""
    widths = [len(fields) for fields in _fields(lines, sign)]
    if _trailing(lines, sign):
        return 1, widths[0]
    if not widths or widths[0] < 2:
        return 0, 0
    return round(widths.count(widths[0]) / len(widths), 1), widths[0]


def _trailing(lines: list[str], sign: str) -> bool:
    """Tell whether a delimiter ends every row, but not the header: one empty field more than that has."""
    header, *rows = _fields(lines, sign) or [[]]
    return len(header) > 1 and bool(rows) and all(len(row) == len(header) + 1 and not row[-1].strip() for row in rows)


def _fields(lines: list[str], sign: str) -> list[list[str]]:
    try:
        return list(csv.reader(io.StringIO("\n".join(lines)), delimiter=sign))
    except csv.Error:
        return []


def _quote(lines: list[str], sign: str) -> str:
    """Tell whether quotes go around fields: where none begins with one, they are signs like any other."""
    quotes = any('"' in line for line in lines)
    around = any(field.startswith('"') for line in lines for field in line.split(sign))
    return "" if quotes and not around else '"'


def _whole_lines(content: bytes, style: Format) -> bytes:
    if style.encoding.startswith("utf-16"):
        return content[: len(content) // 2 * 2]
    return content[: content.rfind(b"\r" if style.line_ends == "cr" else b"\n") + 1]
