"""A second drug policy is one folder: found by its name, chosen by the configuration, and nothing else knows of it.

It has another shape than the first: other pathways and readings, a dose a day, another age limit, and no vials.
"""

import re
import shutil
from collections.abc import Callable, Iterator
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
from pa_audit.resources import SQL

from . import test_face

SECOND = "CP.TEST.1"
SHIPPED = config.load(SAMPLE / "pa_audit.toml")
CHILD = "M-IA-in-order"  # of 17.7 kg: the limit of 30 days is 127.44 mg
INJECTIONS = [("2022-04-01", "120"), ("2022-05-01", "130")]  # of 1 mg a unit
OF_THE_FIRST = r"mecasermin|J2170|0\.12|twice|40 mg|\b18\b|\bR\d|\bII?I?\.[A-C]|section I|appendix"


@pytest.fixture(scope="module", autouse=True)
def another() -> Iterator[None]:
    policy.__path__.append(str(Path(__file__).with_name("another")))
    yield
    policy.__path__.pop()


@pytest.fixture(scope="module")
def nights(tmp_path_factory: pytest.TempPathFactory) -> Nights:
    folder = tmp_path_factory.mktemp("second")
    nights = Nights(folder, replace(SHIPPED, policy=SECOND, terms=policy.load(SECOND).Terms()), reports=True)
    drop = shutil.copytree(SAMPLE, folder / "drop")
    header = (SAMPLE / "medical_claims.csv").read_text().splitlines()[0]
    lines = [f"injected-{day},1,{CHILD},{day},J2941,,{units},,1,,PAID,,900.00" for day, units in INJECTIONS]
    (drop / "medical_claims_injected.csv").write_text("\n".join([header, *lines, ""]))
    nights.run(drop, date.fromisoformat(AS_OF))
    return nights


def page(nights: Nights, name: str) -> str:
    return " ".join(read(nights.folder / "reports" / "latest" / f"{name}.html").text.split())


def test_the_configuration_names_it(tmp_path: Path) -> None:
    (tmp_path / "pa_audit.toml").write_text(f'policy = "{SECOND}"\n\n[readings]\nSUPPLY = "to_next"\n')
    loaded = config.load(tmp_path / "pa_audit.toml")
    assert (loaded.rules.ID, loaded.terms.readings.alternatives()["AGE"].SUPPLY) == (SECOND, "to_next")
    assert policy.known() == [FIRST, SECOND]


@pytest.mark.parametrize("asked", [test for name, test in vars(test_face).items() if name.startswith("test_")])
def test_it_has_the_face_of_a_policy(asked: Callable[[str], None]) -> None:
    asked(SECOND)


def test_its_clauses_judge_the_requests(nights: Nights) -> None:
    assert nights.ask("select policy, drug, age_limit_years from audit.policy") == [(SECOND, "somatropin", 13)]
    assert nights.ask("select policy from audit.runs")[0][0].startswith(f"{SECOND}: 2020-08 from 2020-08-01, ")
    assert nights.ask("select distinct pathway from audit.cases order by all") == [("1",), (None,)]
    clauses = "select distinct clause, status from audit.criteria where clause = '1.a' order by all"
    assert nights.ask(clauses) == [("1.a", "met"), ("1.a", "not_documented"), ("1.a", "not_met")]


def test_its_readings_are_switched(nights: Nights) -> None:
    assert nights.ask("select reading from audit.readings order by position") == [("AGE",), ("SUPPLY",)]
    assert nights.ask("select distinct reading, subject from audit.reading_sensitivity") == [("SUPPLY", "dispensing")]


def test_its_drug_is_what_is_dispensed_and_paid(nights: Nights) -> None:
    paid = "from audit.net_paid_claims where drug = 'somatropin'"
    days = nights.ask(f"select distinct member_id, service_date {paid} order by all")
    assert days and nights.ask("select member_id, service_date from audit.dispensings order by all") == days
    for view in ("amounts_at_risk", "recovery"):
        lines = nights.ask(f"select distinct source, claim_id, claim_line_number from audit.{view}")
        assert lines and set(lines) <= set(nights.ask(f"select source, claim_id, claim_line_number {paid}")), view


def test_it_raises_the_findings_that_apply_to_it_and_they_speak_of_it(nights: Nights) -> None:
    found = dict(nights.ask("select kind, min(summary) from audit.findings group by kind"))
    assert {"unsupported_denial", "claim_without_authorization", "contradiction_malignancy"} <= set(found)
    assert not set(found) & set(policy.load(SECOND).INAPPLICABLE_FINDINGS)
    assert found["dosing_frequency_off_label"].endswith("the label says 1.")
    assert "; the member turned 13 on " in found["claim_at_or_after_18"]
    assert "; limit 127.44 mg (in whole vials: not given), excess 2.56 mg; " in found["over_dose"]


def test_the_comments_of_the_publication_speak_of_it(nights: Nights) -> None:
    columns = "select comment from duckdb_columns() where schema_name = 'audit'"
    views = "select comment from duckdb_views() where schema_name = 'audit'"
    comments = [comment for (comment,) in nights.ask(f"{columns} union all {views}")]
    assert all(comments) and not [comment for comment in comments if re.search(OF_THE_FIRST, comment)]
    assert "Above 0.24 mg/kg a dose or 0.24 mg/kg a day; null where the request does not tell." in comments


def test_the_pages_speak_of_it(nights: Nights) -> None:
    for name, title in {"compliance": "Somatropin compliance report", "over_dose": "Somatropin above 0.24"}.items():
        text = page(nights, name)
        assert title in text and f"Policy {SECOND}" in text and "mecasermin" not in text.lower(), name
    text = (nights.folder / "reports" / "latest" / "compliance.html").read_text(encoding="utf-8")
    assert "A short child" in text and "the member has turned 13" in text
    ((pa_id,),) = nights.ask("select min(pa_id) from audit.cases where pathway = '1'")
    assert publication.policy(nights.database) == SECOND
    with store.connect(nights.database, read_only=True) as con:
        assert f"Policy {SECOND}" in case_sheets.one(con, str(pa_id))


def test_the_over_dose_page_has_its_limit_and_readings_and_no_vials(nights: Nights) -> None:
    text = page(nights, "over_dose")
    assert "Somatropin above 0.24 mg/kg once daily" in text
    assert "1 of 2 dispensings that could be judged are above the limit, by 3 mg" in text
    assert "SUPPLY · Days of a claim that does not say: 30 days" in text and "AGE" not in text
    assert "vials" not in text.lower() and not re.search(r"\bR\d", text)


@pytest.mark.parametrize("query", sorted((SQL / "queries").glob("*.sql")), ids=lambda path: path.stem)
def test_the_shipped_queries_have_answers(nights: Nights, query: Path) -> None:
    nights.ask(query.read_text(encoding="utf-8"))


def test_a_night_by_another_policy_judges_everyone_anew(nights: Nights, tmp_path: Path) -> None:
    fresh, drop = Nights(tmp_path / "fresh", SHIPPED), nights.folder / "drop"
    fresh.run(drop, date.fromisoformat(AS_OF))
    nights.run(drop, date.fromisoformat(AS_OF), settings=SHIPPED)
    assert nights.ask("select policy, drug from audit.policy") == [(FIRST, "mecasermin")]
    assert nights.all(STATE) == fresh.all(STATE)
