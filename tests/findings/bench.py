"""Tell small stories about a child, audit them all in one night, read each story's findings back.

A story is what differs from the usual child: a boy of eight, 108 cm and 20 kg on day -14, whose request of day 0 meets
I.A with 1.2 mg twice a day, was approved on day 5 and covers days 16 to 380. Nothing is found about him. Values are
text as in an extract, or dates, or True and False; None is an empty field. Ids are short within a story.
"""

import csv
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from pa_audit import night, store
from pa_audit.config import Config

Row = dict[str, Any]
Finding = dict[str, Any]

AS_OF = date(2024, 12, 31)
DAY_0 = date(2022, 6, 15)
BORN = date(2014, 6, 15)
HISTORY = date(2015, 1, 1)  # the first request and the first claim of the whole history

INCRELEX, INCRELEX_ETON = "15054104005", "71863021604"
SOMATROPIN, LONG_ACTING, ASPIRIN = "00013262681", "00169203511", "00000000001"


def day(n: int) -> date:
    """Give the date of a day: day 0 is when the request came in."""
    return DAY_0 + timedelta(days=n)


CASE: Row = {
    "line_of_business": "MEDICAID", "request_type": "INITIAL", "indication": "SEVERE_PRIMARY_IGFD",
    "received_at": f"{DAY_0}T09:30", "decided_at": f"{day(5)}T16:00", "decision": "APPROVED",
    "auth_start_date": day(16), "auth_end_date": day(380), "prescriber_npi": "1000000001",
    "prescriber_taxonomy": "2080P0205X", "dose_mg": "1.2", "doses_per_day": "2", "weight_kg": "20",
    "igf1_sds": "-3.1", "gh_level": "NORMAL", "malignancy": False, "concurrent_somatropin": False,
}  # fmt: skip
CONTINUED: Row = {
    "request_type": "CONTINUATION", "currently_receiving": True, "is_dose_increase": False, "prior_dose_mg": "1.2",
    "therapy_start_date": day(-100),
}  # fmt: skip


@dataclass(frozen=True)
class Story:
    """The rows of one member, by extract."""

    tables: Mapping[str, Sequence[Row]]


def case(received: date | None = None, **facts: Any) -> Row:
    """Write a request: the usual one with other facts; with `received`, it comes in and is decided on that day."""
    moved = {} if received is None else {"received_at": f"{received}T09:30", "decided_at": f"{received}T16:00"}
    return CASE | moved | facts


def height(n: int = -14, cm: str | None = "108", sds: str | None = None, **facts: Any) -> Row:
    """Write a measurement of day `n`, of the first request; without `sds` it is not a complete one."""
    row = {"measured_date": day(n), "height_cm": cm, "height_sds": sds, "age_months": None, "pa_id": "a"}
    return row | facts


USUAL_HEIGHT = height(sds="-3.5682", age_months="95.54", weight_kg="20")


def rx(n: int, ml: str = "4", days: int | None = 30, **facts: Any) -> Row:
    """Write a pharmacy claim of day `n`: a vial is 4 mL, 40 mg."""
    paid = {"claim_status": "PAID", "paid_amount": "100"}
    return {"dispensing_date": day(n), "ndc_code": INCRELEX, "quantity": ml, "days_supply": days, **paid, **facts}


def visit(n: int, codes: str | None = None, **facts: Any) -> Row:
    """Write a line of a medical claim of day `n`."""
    usual = {"claim_line_number": "1", "frequency_code": "1", "claim_status": "PAID", "paid_amount": "50"}
    return {"claim_line_start_date": day(n), "diagnosis_codes": codes, **usual, **facts}


def injected(n: int, units: str | None = "40", **facts: Any) -> Row:
    """Write a J2170 line of day `n`."""
    return visit(n, hcpcs_code="J2170", service_unit_quantity=units, **facts)


def story(
    *,
    born: date = BORN,
    sex: str = "M",
    heights: Sequence[Row] = (USUAL_HEIGHT,),
    rx: Sequence[Row] = (),
    med: Sequence[Row] = (),
    cases: Sequence[Row] | None = None,
    **facts: Any,
) -> Story:
    """Tell a story: the usual child with other facts of his request, or with other `cases` altogether."""
    rows = {
        "members": [{"birth_date": born, "sex": sex}],
        "pa_requests": _named("pa_id", "abcdef", [case(**facts)] if cases is None else cases),
        "growth_measurements": _named("measurement_id", ["h1", "h2", "h3", "h4"], heights),
        "pharmacy_claims": _named("claim_id", [f"r{n}" for n in range(1, len(rx) + 1)], rx),
        "medical_claims": _named("claim_id", [f"c{n}" for n in range(1, len(med) + 1)], med),
    }
    return Story(rows)


def audit(stories: Sequence[Story], config: Config | None = None, since: date | None = HISTORY) -> list[list[Finding]]:
    """Audit the stories in one night; give the open findings of each, with its own short ids.

    The history of requests and claims begins on `since`, with another member's.
    """
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write(folder / "drop", stories, since)
        return findings(one_night(folder / "drop", folder, config), len(stories))


def one_night(drop: Path, folder: Path, config: Config | None = None) -> Path:
    """Audit a drop on top of what the folder knows; give the publication. No reports: nobody reads them here."""
    database = folder / "plan.duckdb"
    with night.open_run(drop, database, folder / "reports", AS_OF, config) as run:
        for name, step in night.STEPS:
            if name != "report":
                step(run)
    return database


def findings(database: Path, stories: int) -> list[list[Finding]]:
    """Read the open findings of each story, in order of kind and date."""
    found = rows(database, "from audit.findings where state = 'open' order by kind, service_date, finding_id")
    return [[_short(row, _id(n)) for row in found if row["member_id"] == _id(n)] for n in range(stories)]


def rows(database: Path, query: str) -> list[Row]:
    """Ask a publication."""
    with store.connect(database, read_only=True) as con:
        found: list[Row] = con.sql(query).pl().to_dicts()
    return found


def write(drop: Path, stories: Sequence[Story], since: date | None = HISTORY) -> None:
    """Write the stories as a drop."""
    put(drop, lines([*stories, *([] if since is None else [_history(since)])]))


Line = tuple[str, Row]
"""A row of a drop: the file it is written to (an extract, or `<extract>_<anything>`), and its values."""


def lines(stories: Sequence[Story]) -> list[Line]:
    """Give every row of the stories, ids told apart by the story."""
    return [
        (extract, _named_apart(row, n))
        for n, one in enumerate(stories)
        for extract, told in one.tables.items()
        for row in told
    ]


def put(drop: Path, given: Iterable[Line]) -> None:
    """Write a drop; columns of a file are those that any of its rows has."""
    files: dict[str, list[Row]] = {}
    for file_name, row in given:
        files.setdefault(file_name, []).append(row)
    drop.mkdir()
    for file_name, told in files.items():
        columns = list(dict.fromkeys(column for row in told for column in row))
        with (drop / f"{file_name}.csv").open("w", newline="", encoding="utf-8") as file:
            writer = csv.DictWriter(file, columns, restval="")
            writer.writeheader()
            writer.writerows(told)


def _named_apart(row: Row, n: int) -> Row:
    own = {name: f"{_id(n)}-{row[name]}" for name in IDS if row.get(name) is not None}
    return {"member_id": _id(n)} | row | own


IDS = ("pa_id", "measurement_id", "claim_id", "reverses_claim_id", "replaces_claim_id")


def _id(n: int) -> str:
    return f"m{n:03d}"


def _named(key: str, names: Iterable[str], given: Sequence[Row]) -> list[Row]:
    return [{key: name} | row for name, row in zip(names, given, strict=False)]


def _history(since: date) -> Story:
    claim = rx(0) | {"dispensing_date": since, "claim_status": "DENIED"}
    return story(cases=[case(since, decision="PENDED", decided_at=None)], heights=(), rx=[claim], born=since)


def _short(row: Finding, member: str) -> Finding:
    def shorter(value: Any) -> Any:
        if isinstance(value, list):
            return [shorter(part) for part in value]
        return value.replace(f"{member}-", "") if isinstance(value, str) else value

    return {name: shorter(value) for name, value in row.items()}


# --- tables: (kind, story, what is found) ---

Expected = str | Finding | list[Finding] | None
Table = list[tuple[str, Story, Expected]]


def mismatches(table: Table, config: Config | None = None, since: date | None = HISTORY) -> list[Any]:
    """Audit a table's stories; give the lines whose finding of that kind is not as expected.

    Expected is None; or severity and reason, "high excess"; or a dict of columns of the one finding; or several such.
    """
    found = audit([told for _, told, _ in table], config, since)
    wrong = []
    for line, ((kind, _, expected), raised) in enumerate(zip(table, found, strict=True)):
        got = [row for row in raised if row["kind"] == kind]
        wanted = expected if isinstance(expected, list) else [] if expected is None else [expected]
        if (said := [_said(row, wanted[0] if wanted else "") for row in got]) != wanted:
            wrong.append((line, kind, expected, said))
    return wrong


def _said(row: Finding, like: str | Finding) -> str | Finding:
    if isinstance(like, dict):
        return {name: row[name] for name in like}
    return " ".join(filter(None, (row["severity"], row["reason"])))
