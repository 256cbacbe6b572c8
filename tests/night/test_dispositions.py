"""Reviewers' dispositions over the nights: they arrive, stay, show changed facts, and appear where findings do."""

import shutil
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from harness import Command
from ingest.nights import members, put, rows

from pa_audit import night, policy, store
from pa_audit.errors import UsageError
from pa_audit.samples import frames

AS_OF = date(2024, 6, 30)
OVER_DOSE = {"dose_mg": "5", "weight_kg": "20", "doses_per_day": "2", "weight_date": "2024-01-02"}


@dataclass
class Nights:
    """Whole nights over one history."""

    folder: Path
    drops: list[Path] = field(default_factory=list)

    @property
    def database(self) -> Path:
        return self.folder / "plan.duckdb"

    def night(self, *, as_of: date = AS_OF, **files: str) -> None:
        """Audit a drop given as extract -> CSV text."""
        drop = self.folder / f"drop_{len(self.drops) + 1}"
        drop.mkdir()
        for extract, text in files.items():
            put(drop / f"{extract}.csv", text)
        self.drops.append(drop)
        with night.open_run(drop, self.database, self.folder / "reports", as_of) as run:
            for name, step in night.STEPS:
                if name != "report":  # nothing here looks at it
                    step(run)

    def ask(self, query: str) -> list[tuple[Any, ...]]:
        with store.connect(self.database, read_only=True) as con:
            return con.execute(query).fetchall()

    def over_dose(self, *columns: str) -> tuple[Any, ...]:
        """Give these columns of the finding that all of this is about."""
        (row,) = self.ask(f"select {', '.join(columns)} from audit.findings where kind = 'requested_over_dose'")
        return row

    def shown(self) -> tuple[Any, ...]:
        return self.over_dose("disposition", "disposition_state")


def request(dose_mg: str) -> str:
    return rows("pa_requests", OVER_DOSE | {"dose_mg": dose_mg})


def disposition(finding_id: str, **change: str) -> str:
    return rows("dispositions", {"finding_id": finding_id} | change)


@pytest.fixture(scope="module")
def first(tmp_path_factory: pytest.TempPathFactory) -> Nights:
    """The night that found one request over dose."""
    first = Nights(tmp_path_factory.mktemp("first"))
    first.night(members=members(), pa_requests=request("5"))
    return first


@pytest.fixture
def plan(first: Nights, tmp_path: Path) -> Nights:
    """A history of one's own after that night."""
    return Nights(shutil.copytree(first.folder, tmp_path / "plan"), [*first.drops])


def test_a_disposition_stands_until_the_facts_change_whatever_becomes_of_the_finding(
    plan: Nights, pa_audit: Command
) -> None:
    columns = ("state", "disposition", "disposition_state", "disposition_reason", "reviewer", "disposition_date")
    finding_id, *undecided = plan.over_dose("finding_id", *columns)
    assert undecided == ["open", None, None, None, None, None]

    plan.night(dispositions=disposition(finding_id, reason="dose agreed by phone"))
    decided = ("CONFIRMED", "stands", "dose agreed by phone", "R. Viewer", date(2024, 6, 1))
    assert plan.over_dose(*columns) == ("open", *decided)
    assert plan.ask("select finding_id, disposition from audit.dispositions") == [(finding_id, "CONFIRMED")]

    plan.night(pa_requests=request("1"))
    assert plan.over_dose(*columns) == ("resolved", *decided)

    plan.night(pa_requests=request("6"))
    assert plan.over_dose("state") == ("open",)
    assert plan.shown() == ("CONFIRMED", "facts changed")
    explained = pa_audit("explain", "p1", "--database", plan.database).stdout
    assert "CONFIRMED (facts changed) by R. Viewer on 2024-06-01: dose agreed by phone" in explained

    plan.night(pa_requests=request("5.0"))  # in other words: a file that was read before is skipped
    assert plan.over_dose(*columns) == ("open", *decided)


def test_a_finding_is_open_resolved_and_open_again_with_the_runs_of_each(plan: Nights) -> None:
    columns = ("state", "first_seen_run", "last_seen_run", "resolved_run")
    assert plan.over_dose(*columns) == ("open", 1, 1, None)
    plan.night(members=members("m2"))
    assert plan.over_dose(*columns) == ("open", 1, 2, None), "a night that brings nothing sees it all the same"
    plan.night(pa_requests=request("1"))
    assert plan.over_dose(*columns) == ("resolved", 1, 2, 3)
    plan.night(pa_requests=request("1.1"))
    assert plan.over_dose(*columns) == ("resolved", 1, 2, 3), "it is resolved once"
    plan.night(pa_requests=request("5.0"))
    assert plan.over_dose(*columns) == ("open", 1, 5, None), "on the facts that it had"


def test_a_disposition_may_say_on_which_facts_it_was_made(plan: Nights) -> None:
    finding_id, seen = plan.over_dose("finding_id", "facts_sha256")
    plan.night(pa_requests=request("6"), dispositions=disposition(finding_id, facts_sha256=seen))
    assert plan.shown() == ("CONFIRMED", "facts changed")
    (now,) = plan.over_dose("facts_sha256")
    plan.night(dispositions=disposition(finding_id, facts_sha256=now))
    assert plan.shown() == ("CONFIRMED", "stands")


def test_the_facts_that_a_reviewer_names_count_not_those_known_when_it_arrived(plan: Nights) -> None:
    finding_id, seen = plan.over_dose("finding_id", "facts_sha256")
    plan.night(pa_requests=request("6"))
    plan.night(dispositions=disposition(finding_id, facts_sha256=seen))
    assert plan.shown() == ("CONFIRMED", "facts changed")


def test_one_that_does_not_say_was_made_on_the_facts_known_when_it_arrived(plan: Nights) -> None:
    (finding_id,) = plan.over_dose("finding_id")
    plan.night(pa_requests=request("6"), dispositions=disposition(finding_id, disposition="PENDING"))
    assert plan.shown() == ("PENDING", "facts changed"), "the reviewer had seen the night before"
    plan.night(dispositions=disposition(finding_id, disposition="PENDING", reason=""))
    assert plan.shown() == ("PENDING", "facts changed"), "the same row once more says nothing new"
    plan.night(dispositions=disposition(finding_id))
    assert plan.shown() == ("CONFIRMED", "stands")


def test_one_that_waits_for_its_date_was_made_on_the_facts_known_when_it_arrived(plan: Nights) -> None:
    (finding_id,) = plan.over_dose("finding_id")
    plan.night(dispositions=disposition(finding_id, disposition_date="2024-07-15"))
    assert plan.shown() == (None, None)
    plan.night(pa_requests=request("6"))
    plan.night(as_of=date(2024, 7, 20), members=members("m2"))
    assert plan.shown() == ("CONFIRMED", "facts changed")


def test_one_that_came_before_its_finding_counts_from_the_night_after(first: Nights, tmp_path: Path) -> None:
    """The ids of findings are the same in every history: a plan may start afresh and bring its dispositions along."""
    (finding_id,) = first.over_dose("finding_id")
    afresh = Nights(tmp_path)
    afresh.night(members=members(), pa_requests=request("5"), dispositions=disposition(finding_id))
    assert afresh.shown() == (None, None)
    assert afresh.ask("select reasons, state from audit.quarantine") == [(["unknown_finding"], "waiting")]
    afresh.night(members=members("m2"))
    assert afresh.shown() == ("CONFIRMED", "stands")
    assert afresh.ask("select state, released_run from audit.quarantine") == [("released", 2)]


def test_what_is_dismissed_or_resolved_is_drawn_into_no_sample_of_open_findings(tmp_path: Path) -> None:
    kind = "claim_without_authorization"
    nights = Nights(tmp_path)
    claims = [{"claim_id": f"c{n}", "dispensing_date": f"2024-03-0{n}"} for n in (1, 2)]
    nights.night(members=members(), pharmacy_claims=rows("pharmacy_claims", *claims))
    source = frames.Source(frames.built_in("open_findings", kind, policy.load()))
    dismissed, left = sorted(frames.take(nights.database, source).units["unit_id"])
    nights.night(dispositions=disposition(dismissed, disposition="DISMISSED", reason="paid under another plan"))
    assert frames.take(nights.database, source).units["unit_id"].to_list() == [left]
    reversals = [{"claim_id": f"r{n}", "claim_status": "REVERSED", "reverses_claim_id": f"c{n}"} for n in (1, 2)]
    nights.night(pharmacy_claims=rows("pharmacy_claims", *reversals))
    with pytest.raises(UsageError, match="the query gives no unit"):
        frames.take(nights.database, source)


APPROVED = {
    "decision": "APPROVED", "decided_at": "2024-01-03T10:00", "auth_start_date": "2024-01-03",
    "auth_end_date": "2024-06-30", "indication": "SEVERE_PRIMARY_IGFD", "igf1_sds": "-2.99", "malignancy": "false",
    "gh_level": "NORMAL",
}  # fmt: skip
VISIT = {"claim_id": "v1", "claim_line_start_date": "2023-12-01", "hcpcs_code": "99213", "diagnosis_codes": "Z85.6"}
LATE_FILL = {"dispensing_date": "2024-07-15"}

FACTS: dict[str, tuple[str, dict[str, dict[str, str]], bool]] = {
    "another value of what is not met": ("unsupported_approval", {"pa_requests": {"igf1_sds": "1.5"}}, True),
    "another value of what is met": ("unsupported_approval", {"pa_requests": {"gh_level": "HIGH"}}, False),
    "who asked": ("unsupported_approval", {"pa_requests": {"prescriber_npi": "1234567893"}}, False),
    "another diagnosis": ("contradiction_malignancy", {"medical_claims": {"diagnosis_codes": "C91.00"}}, True),
    "another end before the fill": (
        "claim_without_authorization", {"pa_requests": {"auth_end_date": "2024-06-01"}}, True,
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", FACTS)
def test_the_facts_of_a_finding_are_what_it_rests_on(case: str, tmp_path: Path) -> None:
    kind, corrected, changes = FACTS[case]
    plan = Nights(tmp_path)
    delivered = {"pa_requests": APPROVED, "medical_claims": VISIT, "pharmacy_claims": LATE_FILL}
    later = date(2024, 12, 31)
    plan.night(members=members(), as_of=later, **{name: rows(name, row) for name, row in delivered.items()})
    digest = f"select facts_sha256 from audit.findings where kind = '{kind}' and state = 'open'"
    (before,) = plan.ask(digest)
    plan.night(as_of=later, **{name: rows(name, delivered[name] | row) for name, row in corrected.items()})
    (after,) = plan.ask(digest)
    assert (after != before) == changes
