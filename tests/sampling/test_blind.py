"""A blind worksheet shows what was submitted and paid, and nothing that the engine made of it."""

import csv
import re
from pathlib import Path

import pytest
from harness import Night

from .conftest import Typed

SUBMITTED = {
    "pa_id", "member_id", "line_of_business", "request_type", "indication", "reference_date", "decision",
    "decided_date", "auth_start_date", "auth_end_date", "source", "claim_id", "claim_line_number", "claim_ids",
    "measurement_id", "service_date", "code", "quantity", "mg", "days", "days_supply", "paid_amount",
    "prescribing_provider_npi", "hcpcs_modifiers",
}  # fmt: skip


def sheet(typed: Typed, night: Night, out: Path, *design: object, blind: bool = True) -> list[dict[str, str]]:
    """Draw and give one reviewer's worksheet."""
    on = ("--database", night.database)
    code, _, err = typed("sample", "draw", "s", *on, *design, "--seed", 1)
    assert code == 0, err
    people = ("--reviewer", "Ann", *(["--blind"] if blind else []))
    assert typed("sample", "worksheet", "s", *on, "--out", out, *people)[0] == 0
    with (out / "reviews_s_Ann.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def shown(rows: list[dict[str, str]]) -> set[str]:
    """Name the facts that a worksheet shows."""
    return {name for row in rows for name in re.findall(r"(?:^|; )(\w+) ", row["facts"])}


@pytest.mark.parametrize(
    "query",
    [
        "select * from audit.cases",
        "select row_number() over () as n, * from audit.dispensings",
        "select row_number() over () as n, * from audit.episodes",
        "select * from audit.findings",
        "select row_number() over () as n, * from audit.recovery",
        "select row_number() over () as n, * from audit.criteria",
        "select row_number() over () as n, * from audit.what_would_settle",
        "select pa_id, outcome as result, outcome as OUTCOME_TOO, determination as verdict from audit.cases",
    ],
)
def test_no_column_of_the_engine_is_shown(typed: Typed, night: Night, tmp_path: Path, query: str) -> None:
    names = shown(sheet(typed, night, tmp_path / "out", "--sql", query, "--size", 20))
    assert names and names <= SUBMITTED


@pytest.mark.parametrize("frame", ["approved_cases", "net_paid_claims", "dispensings", "open_findings"])
def test_a_frame_of_ours_shows_where_to_look(typed: Typed, night: Night, tmp_path: Path, frame: str) -> None:
    kind = ("--kind", "over_dose") if frame == "open_findings" else ()
    names = shown(sheet(typed, night, tmp_path / "out", "--frame", frame, *kind, "--size", 5))
    assert "member_id" in names and names & {"service_date", "auth_start_date"} and names <= SUBMITTED


def test_strata_made_of_outcomes_are_not_shown(typed: Typed, night: Night, tmp_path: Path) -> None:
    query = "select pa_id, determination = 'criteria_met' as met from audit.cases"
    rows = sheet(typed, night, tmp_path / "out", "--sql", query, "--strata", "met", "--size", "False=3,True=3")
    assert "stratum" not in rows[0]
    assert not [row for row in rows if {"True", "False"} & set(row.values())]


def test_who_is_not_blind_sees_all(typed: Typed, night: Night, tmp_path: Path) -> None:
    rows = sheet(typed, night, tmp_path / "out", "--sql", "select * from audit.cases", "--size", 9, blind=False)
    assert {"outcome", "pathway"} <= shown(rows) and rows[0]["stratum"] == "all"
