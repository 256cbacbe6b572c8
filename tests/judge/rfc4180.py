"""A character-level CSV reader after RFC 4180 that loses nothing: broken records say what broke."""

from dataclasses import dataclass

QUOTE, COMMA, CR, LF = 0x22, 0x2C, 0x0D, 0x0A
BOM = b"\xef\xbb\xbf"


@dataclass
class Record:
    """One record: its fields as bytes, and the structural reasons against it."""

    fields: list[bytes]
    reasons: set[str]


def end_of_line(data: bytes, at: int) -> int:
    """Length of the line end at a position: 0 for none, 1 for LF, 2 for CRLF."""
    if data[at] == LF:
        return 1
    if data[at] == CR and at + 1 < len(data) and data[at + 1] == LF:
        return 2
    return 0


def quoted_field(data: bytes, at: int) -> tuple[bytes, int] | None:
    """The field whose opening quote is at `at`, and the position after its end; None: never closed."""
    out = bytearray()
    at += 1
    while at < len(data):
        if data[at] != QUOTE:
            out.append(data[at])
            at += 1
        elif at + 1 < len(data) and data[at + 1] == QUOTE:
            out.append(QUOTE)
            at += 2
        else:
            return bytes(out), at + 1
    return None


def plain_field(data: bytes, at: int) -> tuple[bytes, int]:
    """The text up to the next comma or line end, and where that is."""
    start = at
    while at < len(data) and data[at] != COMMA and not end_of_line(data, at):
        at += 1
    return data[start:at], at


def one_record(data: bytes, at: int) -> tuple[Record, int] | None:
    """The record at `at` and the position of the next one; None when a quote in it never closes."""
    record = Record([], set())
    while True:
        if at < len(data) and data[at] == QUOTE:
            closed = quoted_field(data, at)
            if closed is None:
                return None
            text, at = closed
            rest, at = plain_field(data, at)
            if rest:
                record.reasons.add("quote")  # text after the closing quote
            text += rest
        else:
            text, at = plain_field(data, at)
            if QUOTE in text:
                record.reasons.add("quote")  # a quote inside an unquoted field
        record.fields.append(text)
        if at < len(data) and data[at] == COMMA:
            at += 1
            continue
        if at < len(data):
            at += end_of_line(data, at)
        return record, at


def physical_lines(data: bytes) -> int:
    """Lines of a tail; the file's last line end starts none."""
    return data.count(b"\n") + (0 if data.endswith(b"\n") else 1)


def records(data: bytes) -> list[Record]:
    """All records, header first; empty lines at the end are none. From an open quote on each line is a record."""
    data = data.removeprefix(BOM).rstrip(b"\r\n")
    found: list[Record] = []
    at = 0
    while at < len(data):
        read = one_record(data, at)
        if read is None:
            found += [Record([], {"open_quote"}) for _ in range(physical_lines(data[at:]))]
            break
        record, at = read
        found.append(record)
    return found


def table(data: bytes) -> tuple[list[str], list[tuple[dict[str, str], set[str]]]] | None:
    """Header and rows: each row its columns as text, or structural reasons. None: no readable header."""
    found = records(data)
    if not found or found[0].reasons:
        return None
    try:
        header = [field.decode("utf-8").strip() for field in found[0].fields]
    except UnicodeDecodeError:
        return None
    rows = []
    for record in found[1:]:
        reasons = set(record.reasons)
        if "open_quote" not in reasons and len(record.fields) != len(header):
            reasons.add("field_count")
        texts = []
        for field in record.fields:
            try:
                texts.append(field.decode("utf-8"))
            except UnicodeDecodeError:
                reasons.add("encoding")
            if b"\x00" in field:
                reasons.add("encoding")
        rows.append(({} if reasons else dict(zip(header, texts, strict=True)), reasons))
    return header, rows
