"""Dirt for the boundary drops: rows that break a rule or nearly do, doubles, and torn files."""

import random
from datetime import date

from .contract import EXTRACTS
from .dates import add_days

Row = dict[str, str]
BY_KIND: dict[str, list[str]] = {
    "id": ["", "  ", " padded "],
    "code": ["NEITHER", "x", "TOO_LONG_FOR_MOST", ""],
    "date": [
        "2023-02-29",
        "2023-2-1",
        "2023/02/01",
        "1899-12-31",
        "1900-01-01",
        "2023-01-01T00:00",
        "0000-01-01",
    ],
    "timestamp": [
        "2023-01-01 10:00",
        "2023-01-01",
        "2023-01-01T10:00:61",
        "2023-01-01T10:00Z",
        "2023-02-30T10:00",
    ],
    "decimal": [
        "1e1",
        "NaN",
        "1.1234567",
        "1234567890",
        "20,1",
        ".5",
        "5.",
        "-1",
        "0",
        "300",
        "300.000001",
        "0.999999",
    ],
    "money": ["-0.01", "1.234", "free", "0", "999999999.99"],
    "integer": ["0", "1", "24", "25", "365", "366", "2.0", "two", "1234567890"],
    "boolean": ["yes", "2", "T", " true ", "FALSE"],
    "ndc": [
        "1505410400",
        "150541040055",
        "15054-104-05",
        "1505-41040-05",
        "15054-1040-5",
        "15054104O05",
        "a-b-c",
    ],
}
DAY_COLUMNS = {
    "pa_requests": "received_at",
    "growth_measurements": "measured_date",
    "pharmacy_claims": "dispensing_date",
    "medical_claims": "claim_line_start_date",
}


def broken(rng: random.Random, extract: str, row: Row) -> Row:
    """The row with one or two fields of the wrong form or just out of range."""
    for column in rng.sample(list(EXTRACTS[extract]), rng.choice([1, 1, 2])):
        row = row | {column: rng.choice(["", *BY_KIND[EXTRACTS[extract][column].kind]])}
    return row


def beyond(rng: random.Random, extract: str, row: Row, as_of: date) -> Row:
    """The row with an unknown member, or a date about the as-of date or the birth."""
    if extract not in DAY_COLUMNS or rng.random() < 0.3:
        return row | {"member_id": rng.choice(["M-unknown", " " + row["member_id"], row["member_id"].lower()])}
    column = DAY_COLUMNS[extract]
    day = rng.choice([str(as_of), str(add_days(as_of, 1)), "2001-01-01"])
    return row | {column: f"{day}T12:00" if column == "received_at" else day}


def crossed(rng: random.Random, row: Row) -> Row:
    """The request with columns that contradict each other, or just do not."""
    received = row["received_at"][:10]
    start = row.get("auth_start_date", "") or received
    changes = [
        {"received_at": f"{received}T10:00", "decided_at": f"{received}T09:59:59"},
        {"received_at": f"{received}T10:00", "decided_at": f"{received}T10:00:00"},
        {"decision": "APPROVED", "decided_at": ""},
        {"decision": "DENIED", "decided_at": ""},
        {"decision": "approved", "auth_end_date": ""},
        {"decision": "APPROVED", "auth_start_date": " "},
        {"auth_start_date": start, "auth_end_date": str(add_days(date.fromisoformat(start), -1))},
        {"auth_start_date": start, "auth_end_date": start},
    ]
    return row | rng.choice(changes)


def double(rng: random.Random, extract: str, row: Row) -> Row:
    """A second row of the key: the same, the same but for its writing, different, or invalid."""
    how = rng.randrange(4)
    if how == 0:
        return dict(row)
    if how == 1:
        return {column: f" {text} " if text else text for column, text in row.items()}
    if how == 2:
        spare = "line_of_business" if extract == "pa_requests" else "member_id"
        return row | {spare: "HIM" if extract == "pa_requests" else "M1"}
    column = next(name for name, found in EXTRACTS[extract].items() if found.required and not found.key)
    return row | {column: ""}


def soil(rng: random.Random, extract: str, rows: list[Row], share: float, as_of: date) -> list[Row]:
    """The rows with a share of them soiled or doubled; members less, since others hang on them."""
    share = share / 3 if extract == "members" else share
    found: list[Row] = []
    for row in rows:
        if rng.random() >= share:
            found.append(row)
            continue
        how = rng.random()
        if how < 0.35:
            found.append(broken(rng, extract, row))
        elif how < 0.6:
            found.append(beyond(rng, extract, row, as_of) if extract in DAY_COLUMNS else row)
        elif how < 0.75:
            found.append(crossed(rng, row) if extract == "pa_requests" else row)
        else:
            found += [row, double(rng, extract, row)]
    return found


def torn_file(rng: random.Random, extract: str, rows: list[Row]) -> bytes:
    """A file of legal oddities, then records that do not split, then a quote that never closes."""
    columns = [*EXTRACTS[extract], "notes"]
    keys = [name for name, column in EXTRACTS[extract].items() if column.key]
    plain = [row for row in rows if all("," not in text and '"' not in text for text in row.values())]

    def line(mark: str, note: str, last: int | None = None) -> bytes:
        row = dict(rng.choice(plain)) if plain else {}
        row[keys[0]] = f"T-{mark}"
        texts = [row.get(name, "") for name in columns[:-1]] + [note]
        return ",".join(texts[:last]).encode()

    tears = [
        line("legal", '"two\nlines, and ""quotes"""'),
        line("crlf", '"two\r\nlines"'),
        line("short", "", -1),
        line("long", "x,y"),
        line("inside", 'in"side'),
        line("after", '"closed"open'),
        line("bytes", "") + b"\xff\xfe",
        line("nul", "") + b"\x00",
        line("fine", "plain"),
    ]
    chosen = rng.sample(tears, rng.randrange(3, len(tears)))
    tail = [line("open", '"never closed'), b"swept,along", line("lost", "gone")] if rng.random() < 0.5 else []
    return b"\n".join([",".join(columns).encode(), *chosen, *tail]) + b"\n"
