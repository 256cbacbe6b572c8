"""pa-audit explain: a case's findings, each with the claims that it rests on."""

import json
from typing import Any

import pytest
from harness import Command, Night

OF_DAY = """
    select d.pa_id, member_id from audit.findings f join audit.dispensings d using (member_id, service_date)
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


def test_all_of_a_case_and_its_members_claims_and_nothing_else_shows_the_gravest_first(
    ask: Any, explained: Any
) -> None:
    several = "select member_id from audit.cases group by all having count(*) > 1"
    (case,) = ask(
        f"select max(pa_id) as pa_id, member_id from ({OF_DAY}) join ({several}) using (member_id) group by 2 limit 1"
    )
    of_case = f"member_id = '{case['member_id']}' and ifnull(pa_id, '{case['pa_id']}') = '{case['pa_id']}'"
    listed = ask(f"select kind, summary from audit.findings where {of_case}")
    found = shown(explained(case["pa_id"]))
    assert {(row["kind"], row["summary"]) for row in listed} == {(lines[0].split()[1], lines[1]) for lines in found}
    graveness = [("high", "medium", "advisory").index(lines[0].split()[0]) for lines in found]
    assert graveness == sorted(graveness)


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
