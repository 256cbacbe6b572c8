"""A second drug policy is one folder: found by its name, chosen by the configuration, and nothing else knows of it."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from harness import AS_OF, SAMPLE
from night.nights import STATE, Nights
from reports.html import read

from pa_audit import config, policy, publication, store
from pa_audit.policy.cp_phar_150 import ID as FIRST
from pa_audit.reports import case_sheets

SECOND = "CP.TEST.1"
SHIPPED = config.load(SAMPLE / "pa_audit.toml")


@pytest.fixture(scope="module", autouse=True)
def another() -> Iterator[None]:
    policy.__path__.append(str(Path(__file__).with_name("another")))
    yield
    policy.__path__.pop()


@pytest.fixture(scope="module")
def nights(tmp_path_factory: pytest.TempPathFactory) -> Nights:
    nights = Nights(tmp_path_factory.mktemp("second"), replace(SHIPPED, policy=SECOND), reports=True)
    nights.run(SAMPLE, date.fromisoformat(AS_OF))
    return nights


def test_the_configuration_names_it(tmp_path: Path) -> None:
    (tmp_path / "pa_audit.toml").write_text(f'policy = "{SECOND}"\n')
    assert config.load(tmp_path / "pa_audit.toml").rules.ID == SECOND
    assert policy.known() == [FIRST, SECOND]


def test_its_clauses_judge_the_requests(nights: Nights) -> None:
    assert nights.ask("select policy, drug from audit.policy") == [(SECOND, "somatropin")]
    assert nights.ask("select policy from audit.runs")[0][0].startswith(f"{SECOND}: 2020-08 from 2020-08-01, ")
    assert nights.ask("select clause, role from audit.clauses where pathway = 'I.A'") == [("I.A.1", "criterion")]
    clauses = "select distinct clause, status from audit.criteria where clause like 'I.A.%' order by all"
    assert nights.ask(clauses) == [("I.A.1", "met"), ("I.A.1", "not_documented"), ("I.A.1", "not_met")]


def test_its_drug_is_what_is_dispensed_and_paid(nights: Nights) -> None:
    paid = "from audit.net_paid_claims where drug = 'somatropin'"
    days = nights.ask(f"select distinct member_id, service_date {paid} order by all")
    assert days and nights.ask("select member_id, service_date from audit.dispensings order by all") == days
    for view in ("amounts_at_risk", "recovery"):
        lines = nights.ask(f"select distinct source, claim_id, claim_line_number from audit.{view}")
        assert lines and set(lines) <= set(nights.ask(f"select source, claim_id, claim_line_number {paid}")), view


def test_it_raises_the_findings_that_apply_to_it(nights: Nights) -> None:
    kinds = {kind for (kind,) in nights.ask("select distinct kind from audit.findings")}
    assert {"unsupported_denial", "claim_without_authorization", "contradiction_malignancy"} <= kinds
    assert not kinds & set(policy.load(SECOND).INAPPLICABLE_FINDINGS)


def test_the_pages_speak_of_it(nights: Nights) -> None:
    for name, title in {"compliance": "Somatropin compliance report", "over_dose": "Somatropin above 0.12"}.items():
        text = " ".join(read(nights.folder / "reports" / "latest" / f"{name}.html").text.split())
        assert title in text and f"Policy {SECOND}" in text and "mecasermin" not in text.lower(), name
    text = (nights.folder / "reports" / "latest" / "compliance.html").read_text(encoding="utf-8")
    assert "First request for a short child" in text
    ((pa_id,),) = nights.ask("select min(pa_id) from audit.cases where pathway = 'I.A'")
    assert publication.policy(nights.database) == SECOND
    with store.connect(nights.database, read_only=True) as con:
        assert f"Policy {SECOND}" in case_sheets.one(con, str(pa_id))


def test_a_night_by_another_policy_judges_everyone_anew(nights: Nights, tmp_path: Path) -> None:
    fresh = Nights(tmp_path / "fresh", SHIPPED)
    fresh.run(SAMPLE, date.fromisoformat(AS_OF))
    nights.run(SAMPLE, date.fromisoformat(AS_OF), settings=SHIPPED)
    assert nights.ask("select policy, drug from audit.policy") == [(FIRST, "mecasermin")]
    assert nights.all(STATE) == fresh.all(STATE)
