"""pa-audit explain: a case's findings, each with the claims that it rests on."""

import json
import re
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from harness import Command, Night
from tests.findings.bench import case, day, one_night, rx, story, write

OF_DAY = """
    select d.pa_id, f.finding_id from audit.findings f join audit.dispensings d using (member_id, service_date)
    where d.pa_id is not null and f.pa_id is null
"""


@pytest.fixture(scope="module")
def ask(pa_audit: Command, sample_night: Night) -> Any:
    def rows(query: str) -> list[dict[str, Any]]:
        done = pa_audit("sql", query, "--database", sample_night.database, "--format", "json")
        assert done.returncode == 0, done.stderr
        return [json.loads(line) for line in done.stdout.splitlines()]

    return rows


@pytest.fixture(scope="module")
def explained(pa_audit: Command, sample_night: Night) -> Any:
    def tree(pa_id: str) -> list[str]:
        done = pa_audit("explain", pa_id, "--database", sample_night.database)
        assert (done.returncode, done.stderr) == (0, "")
        return done.stdout.splitlines()

    return tree


def shown(lines: list[str]) -> list[list[str]]:
    """Give the lines of each finding of an explained case, without the branches drawn before them."""
    at = next(n for n, line in enumerate(lines) if line.endswith("── findings"))
    found: list[list[str]] = []
    for line in lines[at + 1 :]:
        text = line.strip(" │├└─")
        found = [*found, [text]] if "──" in line else [*found[:-1], [*found[-1], text]]
    return found


def test_a_finding_of_the_case_shows_severity_kind_facts_dollars_and_claims(ask: Any, explained: Any) -> None:
    query = "from audit.findings where kind = 'requested_over_dose' and len(claim_ids) > 1 order by finding_id limit 1"
    (row,) = ask(query)
    (found,) = (lines for lines in shown(explained(row["pa_id"])) if lines[0] == "high requested_over_dose")
    assert found[1] == row["summary"]
    assert found[2] == f"paid within the authorization, at risk ${float(row['amount_at_risk']):,.2f}"
    assert found[3] == f"claims {', '.join(row['claim_ids'])}"


@pytest.mark.parametrize(
    ("of", "day", "said"),
    [
        ("no_policy_version", "decided_date", "the day of the decision, no version"),
        ("state_provision", "reference_date", "the day of receipt, the provisions of CA for Medicaid outrank"),
    ],
)
def test_a_case_without_clauses_says_why_with_the_day_that_decides(
    ask: Any, explained: Any, of: str, day: str, said: str
) -> None:
    (row,) = ask(f"select pa_id, {day} as day from audit.cases where determination = '{of}' order by 1 limit 1")
    assert f"On {row['day']}, {said}" in "\n".join(explained(row["pa_id"]))


def test_a_finding_of_a_day_shows_with_the_case_that_covers_it(ask: Any, explained: Any) -> None:
    query = "from audit.findings join audit.dispensings d using (member_id, service_date) where kind = 'over_dose'"
    row = ask(f"select d.pa_id, summary, findings.excess_amount {query} and d.pa_id is not null order by 1 limit 1")[0]
    (found,) = (lines for lines in shown(explained(row["pa_id"])) if lines[1] == row["summary"])
    assert found[0] == "high over_dose"
    assert found[2].endswith(f", excess ${float(row['excess_amount']):,.2f}")


def test_a_case_has_its_own_findings_those_of_its_days_and_of_days_without_a_case(ask: Any, explained: Any) -> None:
    ((pa_id,),) = (row.values() for row in ask(f"select max(pa_id) from ({OF_DAY})"))
    own = f"select finding_id from audit.findings where pa_id = '{pa_id}'"
    of_days = f"select finding_id from ({OF_DAY}) where pa_id = '{pa_id}'"
    listed = ask(f"select kind, summary from audit.findings where finding_id in ({own} union {of_days})")
    found = shown(explained(pa_id))
    assert {(row["kind"], row["summary"]) for row in listed} == {(lines[0].split()[1], lines[1]) for lines in found}
    graveness = [("high", "medium", "advisory").index(lines[0].split()[0]) for lines in found]
    assert graveness == sorted(graveness)


def test_the_sheet_of_a_case_shows_the_same_findings(
    ask: Any, explained: Any, pa_audit: Command, sample_night: Night, tmp_path: Path
) -> None:
    for n, row in enumerate(ask(f"select distinct pa_id from ({OF_DAY}) order by hash(pa_id) limit 5")):
        file = tmp_path / f"{n}.html"
        assert pa_audit("explain", row["pa_id"], "--database", sample_night.database, "--html", file).returncode == 0
        facts = re.findall(r'<td class="facts">([^<]*)', file.read_text(encoding="utf-8").split('id="clauses"')[0])
        assert [unescape(text).strip() for text in facts] == [lines[1] for lines in shown(explained(row["pa_id"]))][:10]


def test_a_day_of_another_case_is_not_shown_and_a_day_of_none_is(tmp_path: Path, pa_audit: Command) -> None:
    """240 mg are above the limit of 72 on both days; nothing covers the third."""
    second = {"auth_start_date": day(60), "auth_end_date": day(300), "weight_kg": "10"}
    first = case(weight_kg="10", auth_end_date=day(59))
    told = story(cases=[first, case(day(50), **second)], heights=(), rx=[rx(20, "24"), rx(70, "24"), rx(400)])
    write(tmp_path / "drop", [told])
    database = one_night(tmp_path / "drop", tmp_path)
    for pa_id, own in {"a": day(20), "b": day(70)}.items():
        done = pa_audit("explain", f"m000-{pa_id}", "--database", database)
        assert done.returncode == 0, done.stderr
        found = [lines[:2] for lines in shown(done.stdout.splitlines())]
        (over_dose,) = (summary for kind, summary in found if kind == "high over_dose")
        (uncovered,) = (summary for kind, summary in found if kind == "high claim_without_authorization")
        assert f" on {own} for 30 days " in over_dose
        assert f" on {day(400)}, " in uncovered


def test_a_case_without_findings_says_so(ask: Any, explained: Any) -> None:
    quiet = "member_id not in (select member_id from audit.findings where member_id is not null)"
    (row,) = ask(f"select min(pa_id) as pa_id from audit.cases where {quiet}")
    assert explained(row["pa_id"])[-1].endswith("no findings")


def test_it_says_how_the_phrases_that_the_clauses_name_are_read(ask: Any, explained: Any) -> None:
    (row,) = ask("select min(pa_id) as pa_id from audit.cases where pathway = 'I.C' and determination = 'refer'")
    lines = [line.strip(" │├└─") for line in explained(row["pa_id"])]
    said = lines[lines.index("how ambiguous phrases are read") + 1 :]
    assert said[0] == "R14 What makes a use another use: the diagnosis alone"
    assert "reading" in said[1]  # and no phrase that its clauses do not name


def test_it_says_what_another_reading_would_change_of_the_case(ask: Any, explained: Any) -> None:
    row = ask("from audit.reading_sensitivity where reading = 'R2' and changed = 'policy_version' order by pa_id")[0]
    lines = [line.strip(" │├└─") for line in explained(row["pa_id"])]
    assert lines[lines.index("under the other reading, that one alone") + 1 :][0].startswith("R")
    assert f"R2: policy version {row['before']} → {row['after']}" in lines
    (same,) = ask("select min(pa_id) as pa_id from audit.cases anti join audit.reading_sensitivity using (pa_id)")
    assert any(line.endswith("no other reading changes this case") for line in explained(same["pa_id"]))
