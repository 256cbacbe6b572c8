"""CSV bytes to records, as RFC 4180 splits them: where each begins and ends, and which are broken.

Works on bytes, for no byte of a multi-byte UTF-8 character looks like a delimiter, a quote or a line end. Records
end in LF or CRLF; a line end inside quotes is part of its field. A blank line is a record of one empty field.
"""

import re
from bisect import bisect_left
from collections.abc import Sequence, Set
from dataclasses import dataclass, field
from functools import cache
from typing import NamedTuple

PROBLEMS = {
    "field_count": "record: expected as many fields as the header has",
    "quote": "record: expected quotes only around a whole field, and doubled inside it",
    "open_quote": "record: expected the opening quote to be closed",
    "encoding": "record: expected UTF-8 without NUL bytes",
}

# Lines that are looked at together: where one is wrong, so many are looked at one by one.
PIECE = 1 << 15

_QUOTED = re.compile(rb'"[^"]*(?:""[^"]*)*"(?!")')


@dataclass(frozen=True)
class Dialect:
    """How fields are told apart: by a one-byte sign, and whether quotes go around fields or are a character.

    Where it is `trailing`, a delimiter may end the rows: they have one field more than the header, and that is blank.
    """

    delimiter: bytes = b","
    quoted: bool = True
    trailing: bool = False


COMMAS = Dialect()


class Span(NamedTuple):
    """Well-formed records that follow one another, a piece of them at most or a single one.

    Their bytes are those from `start` to before `end`, `first` is the number of the first, `records` how many they are;
    where they are `lines`, none has a quote, and each is one line.
    """

    start: int
    end: int
    first: int
    records: int
    lines: bool


@dataclass
class Split:
    """The complete records of a block of bytes, numbered from `first`.

    `spans` are the well-formed ones; `broken` are number, bytes and reasons of the others. The records end at
    `consumed`; an opening quote that nothing closes in this block starts in the record at `open_at`.
    """

    block: bytes
    first: int
    spans: list[Span] = field(default_factory=list)
    broken: list[tuple[int, bytes, Set[str]]] = field(default_factory=list)
    records: int = 0
    consumed: int = 0
    open_at: int | None = None

    @property
    def well_formed(self) -> int:
        """Count the records that are well-formed."""
        return self.records - len(self.broken)

    def add(self, end: int, *, count: int = 1, lines: bool = False, reasons: Set[str] = frozenset()) -> None:
        """Take the next `count` records, up to `end`; of broken ones there is one."""
        number, start = self.first + self.records, self.consumed
        if reasons:
            self.broken.append((number, self.block[start:end], reasons))
        elif self._goes_on(end, lines):
            before = self.spans[-1]
            self.spans[-1] = before._replace(end=end, records=before.records + count)
        else:
            self.spans.append(Span(start, end, number, count, lines))
        self.records += count
        self.consumed = end

    def _goes_on(self, end: int, lines: bool) -> bool:
        """Tell whether the last span reaches up to here, and may be as long as up to `end`."""
        last = self.spans[-1] if self.spans else None
        return last is not None and (last.end, last.lines) == (self.consumed, lines) and end - last.start <= PIECE


def split(
    block: bytes, width: int, dialect: Dialect = COMMAS, *, last: bool, first: int = 1, careful: bool = True
) -> Split:
    """Split a block that starts at a record; what follows its last line end is left, unless it is `last`.

    Up to the line of the next quote every line is a record. Unless `careful`, many of them count as well-formed when
    they have the delimiters that they should have in all: one too few and one too many may hide in that, but not from a
    reader that refuses lines with more than `width` fields.
    """
    found = Split(block, first)
    while (start := found.consumed) < len(block):
        end = _end_of_lines(block, start, dialect, last)
        lines = block[start:end]
        count = line_count(lines)
        if lines and not careful and lines.count(dialect.delimiter) == (width - 1) * count and is_text(lines):
            found.add(end, count=count, lines=True)
        elif lines:
            _add_lines(found, end, width, dialect)
        elif not _add_record(found, width, dialect, last):
            break
    return found


def split_open(block: bytes, *, last: bool, first: int) -> Split:
    """Take each whole line of a block as one broken record: a quote opened before that nothing closes."""
    found = Split(block, first)
    end = len(block) if last else block.rfind(b"\n") + 1
    while (start := found.consumed) < end:
        stop = block.find(b"\n", start, end) + 1 or end
        found.add(stop, reasons={"open_quote"} if is_text(block[start:stop]) else {"open_quote", "encoding"})
    return found


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


def pick(found: Split, width: int, dialect: Dialect, numbers: Sequence[int]) -> list[bytes]:
    """Give the bytes of some well-formed records, by their numbers in order."""
    picked = list[bytes]()
    for start, end, first, count, lines in found.spans:
        wanted = numbers[bisect_left(numbers, first) : bisect_left(numbers, first + count)]
        if wanted:
            text = found.block[start:end]
            records = text.split(b"\n") if lines else _records(text, width, dialect)
            picked += [records[number - first].removesuffix(b"\n") for number in wanted]
    return picked


def _end_of_lines(block: bytes, start: int, dialect: Dialect, last: bool) -> int:
    """Find where a piece of whole lines without a quote ends; `start` when there is none."""
    quote = block.find(b'"', start, start + PIECE) if dialect.quoted else -1
    stop = min(start + PIECE, len(block)) if quote < 0 else quote
    if last and stop == len(block):
        return stop
    return max(start, block.rfind(b"\n", start, stop) + 1)


def scan(block: bytes, start: int, dialect: Dialect) -> tuple[int | None, int, bool]:
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


def _add_lines(found: Split, end: int, width: int, dialect: Dialect) -> None:
    """Take the lines up to `end`, one by one."""
    block = found.block
    while (start := found.consumed) < end:
        stop = block.find(b"\n", start, end) + 1 or end
        reasons = {"field_count"} if block.count(dialect.delimiter, start, stop) != width - 1 else set[str]()
        if not is_text(block[start:stop]):
            reasons.add("encoding")
        found.add(stop, lines=True, reasons=reasons)


def _add_record(found: Split, width: int, dialect: Dialect, last: bool) -> bool:
    """Take the next record, quoted or not; false when this block does not hold all of it."""
    block, start = found.block, found.consumed
    match = _well_formed(width, dialect).match(block, start)
    reasons = set[str]()
    end = match.end() if match else None
    if match is None:
        end, fields, misquoted = scan(block, start, dialect)
        # Where quotes are misplaced nobody can say how many fields were meant.
        reasons |= {"quote"} if misquoted else {"field_count"} if fields != width else set()
    if end is None:
        found.open_at = start
    if end is None or not (last or block.endswith(b"\n", start, end)):
        return False
    if not is_text(block[start:end]):
        reasons.add("encoding")
    found.add(end, reasons=reasons)
    return True


def _records(text: bytes, width: int, dialect: Dialect) -> list[bytes]:
    return [match[0] for match in _well_formed(width, dialect).finditer(text)]


@cache
def _unquoted(delimiter: bytes) -> re.Pattern[bytes]:
    return re.compile(rb"[^%b\n]*" % re.escape(delimiter))


@cache
def _well_formed(width: int, dialect: Dialect) -> re.Pattern[bytes]:
    """Match one record of `width` fields with its line end, in one go: the usual case."""
    sign = re.escape(dialect.delimiter)
    one = rb'(?:"[^"]*(?:""[^"]*)*"|[^%b"\n]*)' % sign if dialect.quoted else rb"[^%b\n]*" % sign
    return re.compile(rb"(?:%b%b){%d}%b\r?(?:\n|\Z)" % (one, sign, width - 1, one))
