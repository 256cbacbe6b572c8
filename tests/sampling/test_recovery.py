"""The recovery view: every kind of finding has a category, and every dollar is counted once."""

import re
from datetime import date
from pathlib import Path

import pytest
from harness import Night

from pa_audit import store
from pa_audit.findings import KINDS
from pa_audit.review_extracts import ERROR_CATEGORIES
from tests.findings.bench import Row, case, day, injected, one_night, rows, rx, story, write

from .conftest import Asked, Typed


def test_every_kind_has_one_of_the_five_categories() -> None:
    mapped = re.findall(r"^ +\('(\w+)', '([A-Z_]+)'\)", store.sql("views/recovery"), re.MULTILINE)
    assert sorted(kind for kind, _ in mapped) == sorted(KINDS)
    assert {category for _, category in mapped} == set(ERROR_CATEGORIES)


def test_every_dollar_is_counted_once(asked: Asked) -> None:
    at_risk = """
        select count(*), sum(paid_amount) from (
            select distinct source, claim_id, claim_line_number, paid_amount
            from audit.amounts_at_risk where severity <> 'advisory')
    """
    assert asked("select count(*), sum(paid_amount) from audit.recovery") == asked(at_risk)
    assert asked("select count(*) from audit.recovery where len(finding_ids) > 1") > [(0,)]
    assert asked("select distinct error_category from audit.recovery where kind = 'claim_without_authorization'") == [
        ("NO_DOCUMENTATION",)
    ]


def test_another_database_is_told_from_a_publication(typed: Typed, tmp_path: Path) -> None:
    other = tmp_path / "other.duckdb"
    with store.connect(other):
        pass
    code, _, err = typed("recovery", "--database", other)
    assert (code, err.count("\n")) == (2, 1)
    assert f"{other}: expected a publication of pa-audit run" in err


@pytest.mark.parametrize("by", ["error_category", "kind", "provider_npi", "line_of_business", "month"])
def test_whatever_it_is_summed_by_the_total_is_one(typed: Typed, asked: Asked, night: Night, by: str) -> None:
    code, out, err = typed("recovery", "--database", night.database, "--by", by)
    assert (code, err) == (0, "")
    ((lines, paid),) = asked("select count(*), sum(paid_amount) from audit.recovery")
    *parts, total = (line.split() for line in out.splitlines()[2:])
    assert total == ["all", str(lines), str(paid)]
    assert sum(int(part[-2]) for part in parts) == lines


UNDECIDED = {"decision": "PENDED", "decided_at": None, "auth_start_date": None, "auth_end_date": None}
TOLD = {
    # nobody authorized these: the claim names who prescribed, else the latest request by then does
    "provider": story(
        cases=[
            case(day(0), line_of_business="HIM", prescriber_npi="1000000001", **UNDECIDED),
            case(day(30), prescriber_npi="1000000002", **UNDECIDED) | {"received_at": f"{day(30)}T09:00"},
            case(day(30), prescriber_npi="1000000003", **UNDECIDED) | {"received_at": f"{day(30)}T10:00"},
        ],
        rx=[rx(-1), rx(0), rx(29), rx(30), rx(60, prescribing_provider_npi="1000000009")],
    ),
    # a duplicate is graver than the closed epiphyses of the request, which come first among categories
    "gravest": story(rx=[rx(20), rx(20)], epiphysis_status="CLOSED"),
    # no authorization comes first among categories; the modifier is medium
    "first category": story(cases=[], rx=[rx(20), rx(20)], med=[injected(300, hcpcs_modifiers="JW")]),
}


@pytest.fixture(scope="module")
def recovered(tmp_path_factory: pytest.TempPathFactory) -> dict[tuple[str, str], Row]:
    """Give each line in question, by story and claim."""
    folder = tmp_path_factory.mktemp("recovery")
    write(folder / "drop", list(TOLD.values()))
    lines = rows(one_night(folder / "drop", folder), "from audit.recovery")
    told = dict(enumerate(TOLD))
    return {(told[int(row["member_id"][1:])], row["claim_id"].partition("-")[2]): row for row in lines}


@pytest.mark.parametrize(
    ("claim", "provider", "line", "month"),
    [
        ("r1", None, None, date(2022, 6, 1)),  # a day before the first request
        ("r2", "1000000001", "HIM", date(2022, 6, 1)),
        ("r3", "1000000001", "HIM", date(2022, 7, 1)),
        ("r4", "1000000003", "MEDICAID", date(2022, 7, 1)),  # of two requests on one day, the later
        ("r5", "1000000009", "MEDICAID", date(2022, 8, 1)),
    ],
)
def test_a_line_is_put_down_to_its_prescriber_line_of_business_and_month(
    recovered: dict[tuple[str, str], Row], claim: str, provider: str | None, line: str | None, month: date
) -> None:
    row = recovered["provider", claim]
    assert (row["provider_npi"], row["line_of_business"], row["month"]) == (provider, line, month)


@pytest.mark.parametrize(
    ("told", "claim", "severity", "kind", "category", "findings"),
    [
        ("gravest", "r1", "medium", "closed_epiphysis", "MEDICAL_NECESSITY", 1),
        ("gravest", "r2", "high", "duplicate_claim", "INCORRECT_CODING", 2),
        ("first category", "r1", "high", "claim_without_authorization", "NO_DOCUMENTATION", 1),
        ("first category", "r2", "high", "claim_without_authorization", "NO_DOCUMENTATION", 2),
        ("first category", "c1", "high", "claim_without_authorization", "NO_DOCUMENTATION", 2),
    ],
)
def test_a_line_is_put_down_to_the_gravest_finding_then_to_the_first_category(
    recovered: dict[tuple[str, str], Row],
    told: str, claim: str, severity: str, kind: str, category: str, findings: int,
) -> None:  # fmt: skip
    row = recovered[told, claim]
    assert (row["severity"], row["kind"], row["error_category"]) == (severity, kind, category)
    assert len(row["finding_ids"]) == findings
