"""CSV bytes to records, as RFC 4180 splits them: where each begins and ends, and which are broken.

Works on bytes, for no byte of a multi-byte UTF-8 character looks like a delimiter, a quote or a line end. Records
end in LF or CRLF; a line end inside quotes is part of its field. A blank line is a record of one empty field.
"""

import re
from dataclasses import dataclass, field
from functools import cache

PROBLEMS = {
    "field_count": "record: expected as many fields as the header has",
    "quote": "record: expected quotes only around a whole field, and doubled inside it",
    "open_quote": "record: expected the opening quote to be closed",
    "encoding": "record: expected UTF-8 without NUL bytes",
}

_QUOTED = re.compile(rb'"[^"]*(?:""[^"]*)*"(?!")')


@dataclass(frozen=True)
class Dialect:
    """How fields are told apart: by a one-byte sign, and whether quotes go around fields or are a character."""

    delimiter: bytes = b","
    quoted: bool = True


COMMAS = Dialect()


@dataclass
class Split:
    """The complete records of a block of bytes.

    `spans` are the stretches of well-formed records, `clean` their record numbers within the block (from 0);
    `broken` are number, start, end and reasons of the others. The records end at `consumed`; an opening quote
    that nothing closes in this block starts in the record at `open_at`.
    """

    spans: list[tuple[int, int]] = field(default_factory=list)
    clean: list[int] = field(default_factory=list)
    broken: list[tuple[int, int, int, set[str]]] = field(default_factory=list)
    records: int = 0
    consumed: int = 0
    open_at: int | None = None


def is_plain(block: bytes, width: int, dialect: Dialect = COMMAS) -> bool:
    """Tell whether a block of whole lines has no quote, bad byte or blank line, and the delimiters it should.

    Then a reader that refuses lines with more than `width` fields proves that no line has fewer.
    """
    return (
        not (dialect.quoted and b'"' in block)
        and block.count(dialect.delimiter) == (width - 1) * line_count(block)
        and not block.startswith((b"\n", b"\r\n"))
        and b"\n\n" not in block
        and b"\n\r\n" not in block
        and is_text(block)
    )


def line_count(block: bytes) -> int:
    """Count lines; the last one need not end in a line end."""
    return block.count(b"\n") + (not block.endswith(b"\n"))


def is_text(block: bytes) -> bool:
    """Tell whether the bytes are UTF-8 without NUL."""
    if b"\0" in block:
        return False
    try:
        return block.isascii() or bool(block.decode())
    except UnicodeDecodeError:
        return False


def split(block: bytes, width: int, last: bool, dialect: Dialect = COMMAS) -> Split:
    """Split a block that starts at a record; what follows its last line end is left, unless it is `last`."""
    found = Split()
    all_text = is_text(block)
    well_formed = _well_formed(width, dialect)
    while found.consumed < len(block):
        start = found.consumed
        match = well_formed.match(block, start)
        reasons = set[str]()
        end = match.end() if match else None
        if match is None:
            end, fields, misquoted = scan(block, start, dialect)
            # Where quotes are misplaced nobody can say how many fields were meant.
            reasons |= {"quote"} if misquoted else {"field_count"} if fields != width else set()
        if end is None:
            found.open_at = start
        if end is None or not (last or block.endswith(b"\n", start, end)):
            break
        if not all_text and not is_text(block[start:end]):
            reasons.add("encoding")
        _add(found, start, end, reasons)
    return found


def scan(block: bytes, start: int, dialect: Dialect = COMMAS) -> tuple[int | None, int, bool]:
    """Walk through the record at `start`: its end, its number of fields, whether quotes are misplaced.

    The end is None when a quote opens that nothing in the block closes.
    """
    at, fields, misquoted = start, 0, False
    unquoted = _unquoted(dialect.delimiter)
    while True:
        fields += 1
        quoted = dialect.quoted and block.startswith(b'"', at)
        if quoted:
            closed = _QUOTED.match(block, at)
            if closed is None:
                return None, fields, misquoted
            at = closed.end()
        rest = unquoted.match(block, at)
        assert rest is not None  # it matches the empty text as well
        at = rest.end()
        ends = not block.startswith(dialect.delimiter, at)
        if quoted:
            misquoted |= bool(rest[0]) and not (ends and rest[0] == b"\r")
        else:
            misquoted |= dialect.quoted and b'"' in rest[0]
        if ends:
            return at + block.startswith(b"\n", at), fields, misquoted
        at += 1


def physical_text(record: bytes) -> str:
    """Give a broken record's own text, without its line end; bytes that are no text appear as \\xNN."""
    line = record.removesuffix(b"\n").removesuffix(b"\r")
    return line.decode(errors="backslashreplace").replace("\0", "\\x00")


def _add(found: Split, start: int, end: int, reasons: set[str]) -> None:
    if reasons:
        found.broken.append((found.records, start, end, reasons))
    else:
        found.clean.append(found.records)
        if found.spans and found.spans[-1][1] == start:
            found.spans[-1] = (found.spans[-1][0], end)
        else:
            found.spans.append((start, end))
    found.records += 1
    found.consumed = end


@cache
def _unquoted(delimiter: bytes) -> re.Pattern[bytes]:
    return re.compile(rb"[^%b\n]*" % re.escape(delimiter))


@cache
def _well_formed(width: int, dialect: Dialect) -> re.Pattern[bytes]:
    """Match one record of `width` fields with its line end, in one go: the usual case."""
    sign = re.escape(dialect.delimiter)
    one = rb'(?:"[^"]*(?:""[^"]*)*"|[^%b"\n]*)' % sign if dialect.quoted else rb"[^%b\n]*" % sign
    return re.compile(rb"(?:%b%b){%d}%b\r?(?:\n|\Z)" % (one, sign, width - 1, one))
