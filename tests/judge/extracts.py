"""Drops in order: what becomes of every row, and which version of each key is current."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from .contract import EXTRACTS
from .files import Delivered, drop_files, read
from .values import Row, parse

Key = tuple[Any, ...]
Place = tuple[int, str, int]  # run, file, row
DATED = {
    "growth_measurements": "measured_date",
    "pharmacy_claims": "dispensing_date",
    "medical_claims": "claim_line_start_date",
}


@dataclass
class Version:
    """A row-valid row as it was delivered."""

    place: Place
    row: Row


@dataclass
class Rejected:
    """A quarantined row. State as published: waiting, rejected, released."""

    reasons: set[str]
    state: str


@dataclass
class History:
    """Everything the judge remembers between nights."""

    versions: dict[str, dict[Key, list[Version]]] = field(
        default_factory=lambda: {extract: defaultdict(list) for extract in EXTRACTS}
    )
    seen: set[str] = field(default_factory=set)
    quarantine: dict[Place, Rejected] = field(default_factory=dict)
    files: dict[tuple[int, str], dict[str, Any]] = field(default_factory=dict)
    current: dict[str, dict[Key, Row]] = field(default_factory=dict)


def key_of(extract: str, row: Row) -> Key:
    """The row's key."""
    return tuple(row[name] for name, column in EXTRACTS[extract].items() if column.key)


def valid_rows(history: History, run: int, files: list[Delivered], as_of: date) -> dict[str, list[Version]]:
    """Rows that break no rule of their own, in order of file and row; the others go to quarantine."""
    found: dict[str, list[Version]] = {extract: [] for extract in EXTRACTS}
    for file in files:
        for number, (texts, structural) in enumerate(file.rows, start=1):
            place = (run, file.name, number)
            row, reasons = ({}, set(structural)) if structural else parse(file.extract, texts, as_of)
            if reasons:
                history.quarantine[place] = Rejected(reasons, "rejected")
            else:
                found[file.extract].append(Version(place, row))
    return found


def settle_keys(history: History, extract: str, versions: list[Version]) -> set[Place]:
    """Append a night's rows to the history; returns the places of mere repetitions."""
    repeated: set[Place] = set()
    by_key: dict[Key, list[Version]] = defaultdict(list)
    for version in versions:
        by_key[key_of(extract, version.row)].append(version)
    for key, rivals in by_key.items():
        first, known = rivals[0], history.versions[extract][key]
        if any(rival.row != first.row for rival in rivals):
            for rival in rivals:
                history.quarantine[rival.place] = Rejected({"duplicate_key"}, "rejected")
            continue
        repeated |= {rival.place for rival in rivals[1:]}
        if known and known[-1].row == first.row:
            repeated.add(first.place)  # says nothing new
        else:
            known.append(first)
    return repeated


def cross_reasons(extract: str, row: Row, members: dict[Key, Row], as_of: date) -> set[str]:
    """The rules that look beyond the row, as of a night."""
    reasons: set[str] = set()
    if extract == "members":
        return reasons
    member = members.get((row["member_id"],))
    if member is None:
        reasons.add("unknown_member")
    day = row["received_at"].date() if extract == "pa_requests" else row[DATED[extract]]
    if day > as_of:
        reasons.add("future_date")
    if extract == "growth_measurements" and member is not None and day < member["birth_date"]:
        reasons.add("before_birth")
    return reasons


def settle_versions(history: History, as_of: date) -> None:
    """Current rows: the newest version of each key that passes. Rows that do not pass wait."""
    history.current = {extract: {} for extract in EXTRACTS}
    for extract in EXTRACTS:  # members come first: the others look at them
        for key, versions in history.versions[extract].items():
            for version in versions:
                reasons = cross_reasons(extract, version.row, history.current["members"], as_of)
                if reasons:
                    history.quarantine[version.place] = Rejected(reasons, "waiting")
                    continue
                history.current[extract][key] = version.row
                if version.place in history.quarantine:
                    history.quarantine[version.place].state = "released"


def count(history: History, run: int, file: Delivered, status: str, repeated: set[Place]) -> None:
    """A file's counts on the night it came."""
    places = [(run, file.name, number) for number in range(1, len(file.rows) + 1)]
    quarantined = sum(1 for place in places if place in history.quarantine)
    again = sum(1 for place in places if place in repeated)
    history.files[run, file.name] = {
        "extract": file.extract,
        "status": status,
        "reason": file.refused,
        "read": len(places),
        "accepted": len(places) - quarantined - again,
        "repeated": again,
        "quarantined": quarantined,
    }


def take_drop(history: History, run: int, folder: Path, as_of: date) -> None:
    """One night. Raises ValueError for a drop without any recognizable file."""
    files = [read(path) for path in drop_files(folder)]
    if not files:
        raise ValueError("no recognizable file")
    known = [file for file in files if file.refused is None and file.sha256 in history.seen]
    fresh = [file for file in files if file.refused is None and file.sha256 not in history.seen]
    repeated = {(run, file.name, number) for file in known for number in range(1, len(file.rows) + 1)}
    for extract, versions in valid_rows(history, run, fresh, as_of).items():
        repeated |= settle_keys(history, extract, versions)
    settle_versions(history, as_of)
    for file in files:
        status = "refused" if file.refused else "repeated" if file.sha256 in history.seen else "read"
        count(history, run, file, status, repeated)
    history.seen |= {file.sha256 for file in fresh}


def take_drops(drops: list[tuple[Path, date]]) -> History:
    """All nights in order."""
    history = History()
    for run, (folder, as_of) in enumerate(drops, start=1):
        take_drop(history, run, folder, as_of)
    return history
