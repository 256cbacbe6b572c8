"""A night evaluates those whose rows changed, and gives what evaluating everyone would give."""

import random
from collections.abc import Iterable
from datetime import date
from pathlib import Path

import polars as pl
import pytest

from pa_audit import config, product, store
from pa_audit.config import Config
from pa_audit.extracts import EXTRACTS
from pa_audit.policy.cp_phar_150 import Readings, Terms
from tests.ingest.nights import members, rows
from tests.judge.generate import AS_OF, boundary_drop
from tests.judge.generate_nights import boundary_nights
from tests.night.nights import DAY, STATE, Drop, Nights

HISTORY = {name: f"from audit.{name}" for name in ("findings", "case_changes", "quarantine")}


@pytest.fixture
def nights(tmp_path: Path) -> Nights:
    return Nights(tmp_path)


def claims(*changes: dict[str, str]) -> str:
    return rows("pharmacy_claims", *changes)


THREE = members("m1", "m2", "m3")
PAID = {"claim_id": "c1", "member_id": "m1"}
REVERSAL = {"claim_id": "r1", "member_id": "m2", "claim_status": "REVERSED", "reverses_claim_id": "c1"}
LINE = {"claim_id": "d1", "member_id": "m1", "hcpcs_code": "J2170", "service_unit_quantity": "40"}
VOID = {"claim_id": "v1", "member_id": "m2", "frequency_code": "8", "replaces_claim_id": "d1"}

# A first request and claim, so that the first dates of the history are not what touches everyone.
LONG_AGO = {
    "members": members("m0"),
    "pa_requests": rows("pa_requests", {"pa_id": "p0", "member_id": "m0", "received_at": "2016-01-01T00:00"}),
    "pharmacy_claims": claims({"claim_id": "c0", "member_id": "m0", "dispensing_date": "2016-01-01"}),
}

TOUCHED: dict[str, tuple[list[Drop], int]] = {
    "nobody, when nothing is new": ([{"members": THREE}], 0),
    "a new member": ([{"members": members("m4")}], 1),
    "a corrected member": ([{"members": rows("members", {"member_id": "m1", "sex": "M"})}], 1),
    "whoever a request is for": ([{"pa_requests": rows("pa_requests", {"member_id": "m2"})}], 1),
    "both members of a request that moves": (
        [{"pa_requests": rows("pa_requests", {"member_id": name})} for name in ("m1", "m2")],
        2,
    ),
    "who was measured": ([{"growth_measurements": rows("growth_measurements", {"member_id": "m3"})}], 1),
    "two members of two claims": ([{"pharmacy_claims": claims(PAID, {"claim_id": "c2", "member_id": "m3"})}], 2),
    "the member of a claim that another's reversal cancels": (
        [{"pharmacy_claims": claims(PAID)}, {"pharmacy_claims": claims(REVERSAL)}],
        2,
    ),
    "the member of a reversal whose claim comes later": (
        [{"pharmacy_claims": claims(REVERSAL)}, {"pharmacy_claims": claims(PAID)}],
        2,
    ),
    "the member of a claim whose reversal is corrected away": (
        [
            {"pharmacy_claims": claims(PAID, REVERSAL)},
            {"pharmacy_claims": claims(REVERSAL | {"reverses_claim_id": "c9"})},
        ],
        2,
    ),
    "the member of a line that another's void cancels": (
        [{"medical_claims": rows("medical_claims", LINE)}, {"medical_claims": rows("medical_claims", VOID)}],
        2,
    ),
    "the member of a void whose line comes later": (
        [{"medical_claims": rows("medical_claims", VOID)}, {"medical_claims": rows("medical_claims", LINE)}],
        2,
    ),
}


@pytest.mark.parametrize("case", TOUCHED)
def test_who_is_evaluated(case: str, nights: Nights) -> None:
    drops, evaluated = TOUCHED[case]
    nights.night(LONG_AGO)
    assert nights.night({"members": THREE})["members_evaluated"] == 3
    for drop in drops:
        nights.night(drop)
    assert nights.counts["members_evaluated"] == evaluated


def test_an_early_date_touches_everyone(nights: Nights) -> None:
    """What no request can have covered depends on the first request that the history knows."""
    nights.night({"members": THREE, "pharmacy_claims": claims(PAID)})
    earlier = claims({"claim_id": "c0", "dispensing_date": "2019-01-01"})
    assert nights.night({"pharmacy_claims": earlier})["members_evaluated"] == 3


def test_what_all_results_rest_on_touches_everyone(nights: Nights, monkeypatch: pytest.MonkeyPatch) -> None:
    nights.night({"members": THREE})
    assert nights.night({"members": THREE})["members_evaluated"] == 0
    assert nights.night({"members": THREE}, full=True)["members_evaluated"] == 3
    other = Config(terms=Terms(label_changes=(date(2022, 10, 1),)))
    assert nights.night({"members": THREE}, settings=other)["members_evaluated"] == 3
    assert nights.night({"members": THREE}, settings=other)["members_evaluated"] == 0
    assert nights.night({"members": THREE}, settings=Config(terms=other.terms, retention=3))["members_evaluated"] == 0
    monkeypatch.setattr(product, "describe", lambda: "pa_audit, another version")
    assert nights.night({"members": THREE}, settings=other)["members_evaluated"] == 3


def test_other_terms_are_listed_and_the_same_stay_listed(nights: Nights) -> None:
    """A night that evaluates a few leaves alone what only other terms change."""
    other = Config(terms=Terms(readings=Readings(R1="28_february")))
    listed = "select in_force from audit.readings where reading = 'R1'"
    nights.night({"members": THREE})
    first, clauses = nights.ask(listed), nights.ask("from audit.clauses")
    nights.night({"members": members("m4")})
    assert (nights.ask(listed), nights.ask("from audit.clauses")) == (first, clauses)
    nights.night({"members": THREE}, settings=other)
    assert nights.ask(listed) == [("28_february",)] != first


def test_a_changed_case_says_why(nights: Nights) -> None:
    request = {"pa_id": "p1", "indication": "OTHER"}
    nights.night({"members": members("m1"), "pa_requests": rows("pa_requests", request)})
    assert nights.ask("from audit.case_changes") == []
    decided = {"decision": "DENIED", "decided_at": "2024-01-03T10:00"}
    assert nights.night({"pa_requests": rows("pa_requests", request | decided)})["changed_cases"] == 1
    changes = "select run_id, outcome_before, outcome_after, cause from audit.case_changes"
    (first,) = nights.ask(changes)
    assert first[0] == 2
    assert first[1] != first[2]
    assert first[3] == "pa_requests"


def test_another_determination_is_a_change_though_the_outcome_stays(nights: Nights) -> None:
    request = {
        "indication": "SEVERE_PRIMARY_IGFD", "received_at": "2024-01-02T10:00", "decision": "DENIED",
        "decided_at": "2024-01-03T10:00",
    }  # fmt: skip
    nights.night({"members": members("m1"), "pa_requests": rows("pa_requests", request)})
    nights.night({"pa_requests": rows("pa_requests", request | {"igf1_sds": "-2.999999"})})
    changes = "select outcome_before, outcome_after, determination_before, determination_after from audit.case_changes"
    assert nights.ask(changes) == [("compliant_denial", "compliant_denial", "not_documented", "criteria_not_met")]


def test_a_case_that_goes_and_comes_back_is_told_both_times(tmp_path: Path) -> None:
    nights = Nights(tmp_path, reports=True)
    request = rows("pa_requests", {"pa_id": "p1", "received_at": "2024-01-02T10:00"})
    nights.night({"members": members("m1"), "pa_requests": request})
    (empty := tmp_path / "empty").mkdir()
    (empty / "members.csv").write_text(members("m1"))
    told = []
    for day in (date(2024, 1, 1), DAY, DAY):
        nights.run(empty, day)
        page = (tmp_path / "reports" / "latest" / "compliance.html").read_text(encoding="utf-8")
        told.append([words in page for words in ("Request no longer accepted", "Request not accepted then")])
    assert told == [[True, False], [False, True], [False, False]]
    nights.night({"members": members("m5")})  # evaluates somebody else
    changes = "select run_id, outcome_before, outcome_after, cause from audit.case_changes order by run_id"
    outcome = "not_decided"
    assert nights.ask(changes) == [(2, outcome, None, "pa_requests"), (3, None, outcome, "pa_requests")]


@pytest.mark.parametrize("seed", [5, 6])
def test_incremental_nights_equal_full_ones(seed: int, tmp_path: Path) -> None:
    history = list(boundary_nights(tmp_path, 100, seed))
    settings = config.load(tmp_path / "pa_audit.toml")
    some, full = Nights(tmp_path / "some", settings), Nights(tmp_path / "full", settings)
    evaluated = []
    for nights in (some, full):
        nights.night(LONG_AGO)
        runs = [nights.run(drop, as_of, full=nights is full) for drop, as_of in history]
        evaluated.append([counts["members_evaluated"] for counts in runs])
    assert sum(evaluated[0]) < sum(evaluated[1])
    assert some.all(STATE | HISTORY) == full.all(STATE | HISTORY)


@pytest.mark.parametrize("seed", [1, 2])
def test_a_drop_split_over_nights_in_any_order_gives_the_same(seed: int, tmp_path: Path) -> None:
    boundary_drop(tmp_path / "drop", 120, seed)
    settings = config.load(tmp_path / "drop" / "pa_audit.toml")
    once = Nights(tmp_path / "once", settings)
    once.run(tmp_path / "drop", AS_OF)
    split = Nights(tmp_path / "split", settings)
    for part in parts(once, tmp_path / "parts", random.Random(seed)):
        split.run(part, AS_OF)
    assert split.all(STATE) == once.all(STATE)
    assert split.ask("select distinct state from audit.quarantine") == [("released",)]


def parts(whole: Nights, folder: Path, dice: random.Random, count: int = 3) -> Iterable[Path]:
    """Deal the accepted rows of an audited drop out to several drops: members come late, reversals early."""
    for number in range(count):
        (folder / str(number)).mkdir(parents=True)
    for name in EXTRACTS:
        with store.connect(whole.database, read_only=True) as con:
            table = con.sql(f"from audit.{name}").pl()
        dealt = table.with_columns(pl.Series("part", [dice.randrange(count) for _ in range(table.height)]))
        for (number,), some in dealt.group_by("part"):
            some.drop("part").write_parquet(folder / str(number) / f"{name}.parquet")
    return sorted(folder.iterdir())
