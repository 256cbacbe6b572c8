"""Where the header of a text is, what separates the fields, and what quotes are."""

import csv
import io
import re

DELIMITERS = (",", "|", "\t", ";")
MOST_TITLES = 20
SAID = re.compile(r'"?sep=([\t !#-/:-@\[-`{-~])"?')
"""Excel's first line that names the delimiter."""


def found(lines: list[str]) -> tuple[str, int]:
    """Choose the delimiter, and count the lines above the header.

    It splits the most lines into as many fields as the header has; the fewer lines above, and the more fields, the
    better.
    """
    if said := SAID.fullmatch(lines[0]):
        return said[1], 1 + _titles(lines[1:], said[1])
    above = {sign: _titles(lines, sign) for sign in DELIMITERS}
    shares = {sign: _agreement(rows(lines, above[sign]), sign) for sign in DELIMITERS}
    sign = max(DELIMITERS, key=lambda sign: (shares[sign][0], -above[sign], shares[sign][1]))
    return sign, above[sign]


def _titles(lines: list[str], sign: str) -> int:
    """Count the first lines of which at most half as many fields are filled as rows have, whatever splits them."""
    widths = [len(fields) for fields in _fields(rows(lines), sign)]
    usual = max(widths, key=lambda width: (widths.count(width), width), default=0)
    if usual < 3:
        return 0
    filled = (max(sum(map(bool, map(str.strip, line.split(one)))) for one in DELIMITERS) for line in lines)
    above = next((place for place, count in enumerate(filled) if 2 * count > usual), 0)
    return above if above <= MOST_TITLES else 0


def rows(lines: list[str], above: int = 0) -> list[str]:
    """Give the header and what is below it, without blank lines."""
    return [line for line in lines[above:] if line.strip()]


def _agreement(lines: list[str], sign: str) -> tuple[float, int]:
    """Tell which share of the lines splits into as many fields as the first, to a tenth, and how many those are."""
    widths = [len(fields) for fields in _fields(lines, sign)]
    if trailing(lines, sign):
        return 1, widths[0]
    if not widths or widths[0] < 2:
        return 0, 0
    return round(widths.count(widths[0]) / len(widths), 1), widths[0]


def trailing(lines: list[str], sign: str) -> bool:
    """Tell whether a delimiter ends every row, but not the header: one empty field more than that has."""
    first, *others = _fields(lines, sign) or [[]]
    width = len(first)
    return width > 1 and bool(others) and all(len(row) == width + 1 and not row[-1].strip() for row in others)


def _fields(lines: list[str], sign: str) -> list[list[str]]:
    try:
        return list(csv.reader(io.StringIO("\n".join(lines)), delimiter=sign))
    except csv.Error:
        return []


def quote(lines: list[str], sign: str) -> str:
    """Tell whether quotes go around fields: where none begins with one, they are signs like any other."""
    quotes = any('"' in line for line in lines)
    around = any(field.startswith('"') for line in lines for field in line.split(sign))
    return "" if quotes and not around else '"'
