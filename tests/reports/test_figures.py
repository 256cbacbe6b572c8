"""Every figure of the compliance page and of its CSV files is what plain SQL counts over the publication."""

import csv
import re
from collections import Counter
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from typing import Any

import pytest
from reports.html import Page, read
from reports.sample import emptied, run_over, written
from tests.ingest.nights import members
from tests.ingest.nights import rows as rows_of
from tests.night.nights import Nights

from pa_audit import publication, store
from pa_audit.reports import charts
from pa_audit.reports.formats import dollars, headline, share, whole_dollars


@pytest.fixture(scope="module")
def page(folder: Path) -> Page:
    return read(folder / "compliance.html")


def value(database: Path, query: str) -> Decimal:
    with store.connect(database, read_only=True) as con:
        [(found,)] = con.sql(query).fetchall()
    return Decimal(found or 0)


def counted(database: Path, query: str) -> int:
    return int(value(database, query))


def shipped(database: Path, name: str) -> list[dict[str, Any]]:
    """Answer a query of sql/queries."""
    with store.connect(database, read_only=True) as con:
        return con.sql(store.sql(f"queries/{name}")).pl().to_dicts()


def rows(folder: Path, name: str) -> list[dict[str, str]]:
    with (folder / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


APPROVALS = "('compliant_approval', 'unsupported_approval', 'undocumented_approval', 'unauthorized_approval')"
MEDICAID = "from audit.pa_requests where line_of_business = 'MEDICAID' and decision in ('APPROVED', 'DENIED')"
HEADLINE = {
    "Approved against the criteria": (
        "select count(*) from audit.cases where outcome in ('unsupported_approval', 'unauthorized_approval')",
        f"select count(*) from audit.cases where outcome in {APPROVALS}",
    ),
    "Approved without the documents": (
        "select count(*) from audit.cases where outcome = 'undocumented_approval'",
        f"select count(*) from audit.cases where outcome in {APPROVALS}",
    ),
    "Denied although the criteria are met": (
        "select count(*) from audit.cases where outcome = 'unsupported_denial'",
        "select count(*) from audit.cases where outcome like '%_denial'",
    ),
    "Requests above the dose limit": (
        "select count(*) from audit.cases where requested_over_dose",
        "select count(requested_over_dose) from audit.cases",
    ),
    "Authorizations too long": (
        "select count(*) from audit.criteria where clause like '%.duration' and status = 'not_met'",
        "select count(*) from audit.criteria where clause like '%.duration'",
    ),
    "Medicaid decided within 24 hours": (
        f"select count(*) {MEDICAID} and decided_at <= received_at + interval 24 hours",
        f"select count(*) {MEDICAID}",
    ),
    "Rows quarantined": (
        "select sum(rows_quarantined) from audit.files where run_id = 1",
        "select sum(rows_read) from audit.files where run_id = 1",
    ),
}

MEASURES = {
    "approvals_against_criteria": "Approved against the criteria",
    "undocumented_approvals": "Approved without the documents",
    "unsupported_denials": "Denied although the criteria are met",
    "requests_over_dose": "Requests above the dose limit",
    "authorizations_too_long": "Authorizations too long",
    "medicaid_within_24_hours": "Medicaid decided within 24 hours",
    "rows_quarantined": "Rows quarantined",
}
"""The measures of headline.csv that the page shows, each under its title."""


@pytest.mark.parametrize("title", HEADLINE)
def test_headline_figures_and_their_denominators(database: Path, page: Page, title: str) -> None:
    figure, denominator = (counted(database, query) for query in HEADLINE[title])
    count, of = page.figures[title]
    assert count == f"{figure:,} {share(figure, denominator)}"
    assert of.startswith(f"of {denominator:,} ")


def test_headline_csv_has_the_figures_of_the_page(database: Path, folder: Path, page: Page) -> None:
    found = {row["measure"]: row for row in rows(folder, "headline")}
    for measure, title in MEASURES.items():
        figure, denominator = (str(counted(database, query)) for query in HEADLINE[title])
        assert (found[measure]["cases"], found[measure]["denominator"]) == (figure, denominator), measure
    paid = found["paid_at_risk"]
    assert page.figures["Paid, at risk"][0].startswith(f"${Decimal(paid['dollars']):,.0f} ")
    assert Decimal(paid["dollars"]) == value(database, "select sum(paid_amount) from audit.recovery")
    assert set(found) == {*MEASURES, "paid_at_risk", "decisions_judged"}


def test_the_pages_count_doses_against_the_same(folder: Path, page: Page) -> None:
    assert page.figures["Requests above the dose limit"][1].endswith(" whose dose and weight settle it")
    doses = read(folder / "over_dose.html").figures["Requests above the limit"]
    assert page.figures["Requests above the dose limit"] == doses


def test_what_a_figure_leaves_out_stands_beside_it(database: Path, page: Page) -> None:
    unsettled = "select count(*) from audit.criteria where clause like '%.duration' and status = 'not_documented'"
    assert page.figures["Authorizations too long"][1].endswith(f"; {counted(database, unsettled)} not settled")
    medicaid = "select count(*) from audit.pa_requests where line_of_business = 'MEDICAID' and"
    undecided = counted(database, f"{medicaid} decision in ('PENDED', 'WITHDRAWN')")
    late = counted(database, f"{medicaid} decision = 'PENDED' and received_at < timestamp '2023-06-29 00:00:00'")
    assert page.figures["Medicaid decided within 24 hours"][1].endswith(
        f"; {undecided} not decided, {late} of them pended past 24 hours"
    )


def test_outcomes_by_line_of_business(database: Path, page: Page) -> None:
    table = page.tables["Outcomes by line of business"]
    cell = table[("Approved, criteria not met", "Medicaid")]
    where = "from audit.cases where line_of_business = 'MEDICAID' and outcome"
    figure = counted(database, f"select count(*) {where} = 'unsupported_approval'")
    judged = counted(database, f"select count(*) {where} in {APPROVALS}")
    assert cell == f"{figure} {share(figure, judged)}"
    assert table[("All requests", "All lines")] == str(counted(database, "select count(*) from audit.cases"))


@pytest.mark.parametrize(
    ("table", "group"),
    [
        ("Outcomes by pathway", "ifnull(pathway, '—')"),
        ("Outcomes by month of receipt", "left(reference_date::varchar, 7)"),
    ],
)
def test_outcomes_by_pathway_and_month(database: Path, page: Page, table: str, group: str) -> None:
    names = {name for name, _ in page.tables[table]}
    assert len(names) > 5
    for name in names:
        where = f"from audit.cases where {group} = '{name.split()[0]}'"
        assert int(page.tables[table][name, "Requests"]) == counted(database, f"select count(*) {where}")
        judged = counted(database, f"select count(*) {where} and outcome in {APPROVALS}")
        figure = counted(database, f"select count(*) {where} and outcome = 'undocumented_approval'")
        assert page.tables[table][name, "Without documents"] == f"{figure} {share(figure, judged)}"


# Where an outcome counts: in which share, against how many cases of its group.
AGAINST = {
    "approvals_judged": {f"{which}_approval" for which in ("compliant", "unsupported", "undocumented", "unauthorized")},
    "denials_judged": {"compliant_denial", "unsupported_denial"},
}


def cases(database: Path, group: str) -> list[tuple[str, str, str]]:
    """Give every case's group, outcome and determination; "" for none."""
    with store.connect(database, read_only=True) as con:
        return con.sql(f"select ifnull({group}, ''), outcome, determination from audit.cases").fetchall()


def ratio(count: int, denominator: int) -> str:
    """Write a share as the tables do: to four digits, half away from zero; nothing of nothing."""
    return str((Decimal(count) / denominator).quantize(Decimal("0.0001"), ROUND_HALF_UP)) if denominator else ""


@pytest.mark.parametrize(
    ("table", "group"),
    [
        ("outcomes_by_line_of_business", "line_of_business"),
        ("outcomes_by_pathway", "pathway"),
        ("outcomes_by_month", "left(reference_date::varchar, 7)"),
    ],
)
def test_an_outcome_is_a_share_of_its_own_kind_of_decisions_in_its_own_group(
    database: Path, folder: Path, table: str, group: str
) -> None:
    every = cases(database, group)
    for row in rows(folder, table):
        own = [outcome for name, outcome, _ in every if row[next(iter(row))] in (name, "ALL")]
        against = next((of for of, outcomes in AGAINST.items() if row["outcome"] in outcomes), "all_cases")
        figure, denominator = own.count(row["outcome"]), sum(outcome in AGAINST.get(against, own) for outcome in own)
        told = (against, str(figure), str(denominator), ratio(figure, denominator))
        assert (row["denominator_is"], row["cases"], row["denominator"], row["rate"]) == told, row


def test_a_determination_is_a_share_of_its_pathway(database: Path, folder: Path) -> None:
    every = cases(database, "pathway")
    for row in rows(folder, "determinations_by_pathway"):
        own = [determination for pathway, _, determination in every if pathway == row["pathway"]]
        figure = own.count(row["determination"])
        assert (row["cases"], row["denominator"]) == (str(figure), str(len(own))), row
        assert row["rate"] == ratio(figure, len(own))


def test_decisions_judged_are_those_that_clauses_decide(database: Path, folder: Path) -> None:
    every = cases(database, "pathway")
    judged = sum(outcome in AGAINST["approvals_judged"] | AGAINST["denials_judged"] for _, outcome, _ in every)
    (row,) = (row for row in rows(folder, "headline") if row["measure"] == "decisions_judged")
    assert (row["cases"], row["denominator"]) == (str(judged), str(len(every)))
    assert row["rate"] == ratio(judged, len(every))


def test_every_case_counts_in_exactly_one_outcome_and_one_determination(database: Path, folder: Path) -> None:
    cases = counted(database, "select count(*) from audit.cases")
    outcomes = rows(folder, "outcomes_by_line_of_business")
    assert sum(int(row["cases"]) for row in outcomes if row["line_of_business"] == "ALL") == cases
    assert sum(int(row["cases"]) for row in outcomes if row["line_of_business"] != "ALL") == cases
    for name in ("outcomes_by_pathway", "outcomes_by_month", "determinations_by_pathway", "policy_versions"):
        assert sum(int(row["cases"]) for row in rows(folder, name)) == cases, name


STATUSES = ("met", "not_met", "not_documented", "not_applicable")
Statuses = Counter[tuple[str, str, str, str]]


@pytest.fixture(scope="module")
def statuses(database: Path) -> Statuses:
    """Count the cases of every clause, line of business, decision and status, from audit.criteria."""
    query = (
        "select clause, line_of_business, decision, status, count(*) from audit.criteria join audit.cases using (pa_id)"
        " group by all"
    )
    with store.connect(database, read_only=True) as con:
        return Counter({tuple(key): number for *key, number in con.sql(query).fetchall()})


def test_every_clause_counts_its_statuses_and_shares(folder: Path, statuses: Statuses) -> None:
    for row in rows(folder, "clauses"):
        own, approved = Counter[str](), Counter[str]()
        for (clause, _, decision, status), number in statuses.items():
            own[status] += number * (clause == row["clause"])
            approved[status] += number * (clause == row["clause"] and decision == "APPROVED")
        judged = own.total() - own["not_applicable"]
        assert {name: row[name] for name in STATUSES} == {name: str(own[name]) for name in STATUSES}
        for name in ("not_met", "not_documented"):
            told = (row["judged"], row[f"{name}_approved"], row[f"{name}_rate"])
            assert told == (str(judged), str(approved[name]), ratio(own[name], judged)), row["clause"]


def test_every_length_counts_its_statuses_and_share(folder: Path, statuses: Statuses) -> None:
    found = rows(folder, "authorization_length")
    assert len(found) == 9, "three sections that limit the length, in three lines of business"
    for row in found:
        key = (f"{row['pathway']}.duration", row["line_of_business"], "APPROVED")
        counts = [statuses[*key, name] for name in STATUSES[:3]]
        assert [row[name] for name in STATUSES[:3]] == [*map(str, counts)]
        assert (row["judged"], row["not_met_rate"]) == (str(sum(counts)), ratio(counts[1], sum(counts)))


@pytest.mark.parametrize("status", ["not_met", "not_documented"])
def test_clauses_are_ranked_by_how_often_they_stand_so(database: Path, page: Page, status: str) -> None:
    label = status.replace("_", " ")
    first = page.tables[f"Requests for which a clause is {label}"]
    more = page.tables.get(f"The other clauses {label}", {})
    shown = [
        (clause, text) for table in (first, more) for (clause, of), text in table.items() if of == label.capitalize()
    ]
    counts = [int(text.split()[0].replace(",", "")) for _, text in shown]
    assert counts == sorted(counts, reverse=True)
    clause, text = shown[0]
    of_clause = f"select count(*) from audit.criteria where clause = '{clause}' and status"
    figure = counted(database, f"{of_clause} = '{status}'")
    judged = counted(database, f"{of_clause} <> 'not_applicable'")
    assert text == f"{figure} {share(figure, judged)}"
    assert first[clause, "Judged"] == str(judged)
    failing = (
        f"select count(distinct clause) from audit.criteria where status = '{status}' and parent is null"
        " and clause similar to '(I.A|I.B|II.A)[.][0-9]+'"
    )
    assert len(counts) == counted(database, failing), "every top-level clause, and no part"


def test_clauses_csv_has_the_parts_of_alternatives_and_no_other_section(folder: Path) -> None:
    found = rows(folder, "clauses")
    assert {row["parent"] for row in found} == {"", "I.B.7", "I.B.7.b", "II.A.1"}
    assert {row["pathway"] for row in found} == {"I.A", "I.B", "II.A"}
    for row in found:
        judged = sum(int(row[status]) for status in ("met", "not_met", "not_documented"))
        assert int(row["judged"]) == judged
        assert int(row["not_met_approved"]) <= int(row["not_met"])


def test_the_dollars_of_every_finding_are_made_of_claim_lines(database: Path) -> None:
    """What adds up to each amount at risk, line by line, is what the totals count once."""
    with store.connect(database, read_only=True) as con:
        of_finding = "(select finding_id, sum(paid_amount) as lines from audit.amounts_at_risk group by all)"
        found = con.sql(
            f"select kind, amount_at_risk, lines from audit.findings left join {of_finding} using (finding_id)"
            " where amount_at_risk > 0"
        ).fetchall()
    assert len({kind for kind, _, _ in found}) > 20
    assert [row for row in found if row[1] != row[2]] == []


ONCE = "select sum(paid_amount) from (select distinct source, claim_id, claim_line_number, paid_amount from {})"


def test_dollars_at_risk_count_each_claim_once(database: Path, folder: Path, page: Page) -> None:
    found = rows(folder, "findings_by_kind")
    counted_first = [(row["severity"], Decimal(row["first_counted_here"] or 0)) for row in found]
    once = value(database, ONCE.format("audit.amounts_at_risk"))
    assert sum(amount for _, amount in counted_first) == once
    table = page.tables["Open findings by severity and kind"]
    assert table["All, each claim once", "Not counted above"] == whole_dollars(once)
    paid = value(database, "select sum(paid_amount) from audit.net_paid_claims where drug = 'mecasermin'")
    assert {Decimal(row["net_paid_amount"]) for row in found} == {paid}


def test_the_dollars_at_risk_are_those_of_recovery(database: Path, page: Page) -> None:
    """The page and `pa-audit recovery` have one account of dollars."""
    recovery = value(database, "select sum(paid_amount) from audit.recovery")
    table = page.tables["Open findings by severity and kind"]
    assert page.figures["Paid, at risk"][0].startswith(f"${recovery:,.0f} ")
    assert table["High and medium, each claim once", "Not counted above"] == whole_dollars(recovery)


DECIDED = {
    "unsupported_approval": "DISMISSED",
    "over_dose": "DISMISSED",
    "claim_without_authorization": "RECOVERED",
    "requested_over_dose": "PENDING",
}


def test_what_reviewers_settled_is_in_no_dollar_figure(database: Path, tmp_path: Path) -> None:
    """Dismissed and recovered findings are counted apart; a pending one stays in question."""
    changes = [
        "insert into store.dispositions (finding_id, disposition, run_id, file_id, row_number, version_state)"
        f" select finding_id, '{word}', 1, 0, 0, 'current' from store.findings where kind = '{kind}'"
        for kind, word in DECIDED.items()
    ]
    facts = "select finding_id, 1 as run_id, facts_sha256 from store.findings"
    folder = written(database, tmp_path, *changes, f"insert into store.disposition_facts by name {facts}")
    found = {row["kind"]: row for row in rows(folder, "findings_by_kind") if row["severity"] == "high"}
    for kind, word in DECIDED.items():
        settled = word != "PENDING"
        assert (found[kind]["open_findings"] == "0") == settled
        assert (int(found[kind]["settled_findings"]) > 0) == settled
        assert (found[kind]["amount_at_risk"] == "") == settled
    page, doses = (read(folder / f"{name}.html") for name in ("compliance", "over_dose"))
    [master] = tmp_path.rglob("master.duckdb")
    recovery = value(master, "select sum(paid_amount) from audit.recovery")
    assert page.figures["Paid, at risk"][0].startswith(f"${recovery:,.0f} ")
    settled_findings = counted(master, "select count(*) from audit.findings where settled")
    table = page.tables["Open findings by severity and kind"]
    assert table["All, each claim once", "Settled"] == str(settled_findings)
    assert f"{settled_findings} more are settled" in " ".join(page.text.split())
    for figure in ("Dispensings above the limit and whole vials", "Excess dispensed", "Paid for that excess"):
        assert doses.figures[f"{figure}, still open"][0] in ("0 0%", "0 mg 0%", "$0 0%")
    at_risk = {row["severity"]: row["paid"] for row in shipped(master, "dollars_at_risk")}
    assert whole_dollars(at_risk["all"]) == table["All, each claim once", "Not counted above"]
    assert shipped(master, "paid_without_authorization") == [], "all of them are recovered"
    lines = {which: number for what, which, number in publication.summary(master) if what == "findings"}
    assert lines["settled"] == settled_findings
    assert lines["high"] == sum(int(row["open_findings"]) for row in found.values())


def test_a_settled_contradiction_is_no_longer_in_the_shipped_answer(database: Path, tmp_path: Path) -> None:
    kinds = "'contradiction_malignancy', 'duplicate_claim'"
    decided = (
        "insert into store.dispositions (finding_id, disposition, run_id, file_id, row_number, version_state)"
        f" select finding_id, 'DISMISSED', 1, 0, 0, 'current' from store.findings where kind in ({kinds})"
    )
    facts = "select finding_id, 1 as run_id, facts_sha256 from store.findings"
    master = run_over(database, tmp_path, decided, f"insert into store.disposition_facts by name {facts}").master
    for name, kind in (("attestations_contradicted", "contradiction_malignancy"), ("paid_twice", "duplicate_claim")):
        assert kind in {row["kind"] for row in shipped(database, name)}
        assert kind not in {row["kind"] for row in shipped(master, name)}


def test_findings_by_kind_are_those_of_the_publication(database: Path, folder: Path) -> None:
    query = (
        "select severity, kind, count(*) from audit.findings where state = 'open' and not settled"
        " group by all order by all"
    )
    with store.connect(database, read_only=True) as con:
        published = [tuple(map(str, row)) for row in con.sql(query).fetchall()]
    found = rows(folder, "findings_by_kind")
    assert sorted((row["severity"], row["kind"], row["open_findings"]) for row in found) == published
    severities = [row["severity"] for row in found]
    assert severities == sorted(severities, key=["high", "medium", "advisory"].index)


@pytest.mark.parametrize(
    ("amount", "cents", "whole"),
    [("1234.5", "$1,234.50", "$1,234"), ("-5", "-$5.00", "-$5"), ("0", "$0.00", "$0"), (None, "—", "—")],
)
def test_dollars_have_their_sign_before_them(amount: str | None, cents: str, whole: str) -> None:
    paid = None if amount is None else Decimal(amount)
    assert (dollars(paid), whole_dollars(paid)) == (cents, whole)
    assert paid is None or headline(paid, "$") == whole


def test_a_headline_is_brief_also_below_zero() -> None:
    assert (headline(Decimal("-12345678"), "$"), headline(Decimal("12345678"))) == ("-$12.3M", "12.3M")


def test_turnaround(database: Path, folder: Path) -> None:
    hours = "date_diff('second', received_at, decided_at) / 3600"
    decided = "from audit.pa_requests where decision in ('APPROVED', 'DENIED')"
    for row in rows(folder, "turnaround"):
        line = row["line_of_business"]
        where = decided if line == "ALL" else f"{decided} and line_of_business = '{line}'"
        assert int(row["decided"]) == counted(database, f"select count(*) {where}")
        median, mean = (value(database, f"select {of}({hours}) {where}") for of in ("median", "avg"))
        assert abs(Decimal(row["median_hours"]) - median) < Decimal("0.006")
        assert abs(Decimal(row["mean_hours"]) - mean) < Decimal("0.006")
        faster = counted(database, f"select count(*) {where} and {hours} <= {row['p90_hours']}::double + 0.005")
        assert abs(faster - 0.9 * int(row["decided"])) <= 2
        assert (row["limit_hours"] == "24") == (line == "MEDICAID")


def test_twenty_four_hours_are_within_the_limit_and_a_second_more_is_not(tmp_path: Path) -> None:
    """The day of the audit is 30 June: what came in before the 29th began is pended for longer than a day."""
    answers = {"04:00:00": "2024-01-01", "00:00:00": "2024-01-02", "00:00:01": "2024-01-02", "20:00:00": "2024-01-02"}
    denied = [
        {"received_at": "2024-01-01T00:00", "decided_at": f"{day}T{clock}", "decision": "DENIED"}
        for clock, day in answers.items()
    ]
    withdrawn = {"received_at": "2024-01-01T00:00", "decided_at": "2024-01-01T01:00", "decision": "WITHDRAWN"}
    pended = [{"received_at": moment} for moment in ("2024-06-28T23:59", "2024-06-29T00:00")]
    other = {"line_of_business": "HIM", "received_at": "2024-01-01T00:00"}
    requests = [{"pa_id": f"p{n}", **told} for n, told in enumerate([*denied, withdrawn, *pended, other])]
    Nights(tmp_path, reports=True).night({"members": members("m1"), "pa_requests": rows_of("pa_requests", *requests)})
    found = {row.pop("line_of_business"): row for row in rows(tmp_path / "reports" / "1", "turnaround")}
    assert found["MEDICAID"] == {
        "decided": "4", "not_decided": "3", "median_hours": "24.00", "mean_hours": "24.00", "p90_hours": "38.00",
        "limit_hours": "24", "within_limit": "2", "within_limit_rate": "0.5000", "pended_past_limit": "1",
    }  # fmt: skip
    assert (found["HIM"]["not_decided"], found["HIM"]["pended_past_limit"]) == ("1", "")
    assert (found["ALL"]["decided"], found["ALL"]["not_decided"], found["ALL"]["within_limit"]) == ("4", "4", "")


def test_a_version_of_the_policy_is_told_with_the_days_that_chose_it(database: Path, folder: Path) -> None:
    with store.connect(database, read_only=True) as con:
        cases = con.sql("select policy_version, decided_date, reference_date from audit.cases").fetchall()
    for row in rows(folder, "policy_versions"):
        days = [decided or received for version, decided, received in cases if (version or "") == row["policy_version"]]
        told = (row["cases"], row["first_date"], row["last_date"])
        assert told == (str(len(days)), str(min(days)), str(max(days)))


def test_authorizations_too_long(database: Path, folder: Path) -> None:
    lengths = "select count(*) from audit.criteria where clause like '%.duration' and status"
    too_long = counted(database, f"{lengths} = 'not_met'")
    assert sum(int(row["not_met"]) for row in rows(folder, "authorization_length")) == too_long
    found = rows(folder, "authorizations_too_long")
    assert len(found) == too_long > 0
    assert all(int(row["days_over"]) > 0 for row in found)


def test_what_sets_the_last_day_allowed_is_told(folder: Path, page: Page) -> None:
    found = {row["pa_id"]: row["allowed_by"] for row in rows(folder, "authorizations_too_long")}
    told = {
        "length-IA-past-birthday": ("birthday", "18th birthday"),
        "IA3-eighteenth-birthday": ("birthday", "18th birthday"),
        "length-IA-day-over": ("months", "12 months"),
        "length-IB-day-over": ("months", "6 months"),
        "length-IA-commercial-past-renewal": ("renewal", "Renewal date"),
        "PA00000109": ("months", "6 months"),
    }
    table = page.tables["Approvals that last too long"]
    assert {name: (found[name], table[name, "Set by"]) for name in told} == told


def test_months_set_the_last_day_also_a_day_beside_birthday_or_renewal(tmp_path: Path) -> None:
    """Twelve months end on 15 June 2023, the day before the birthday is the 16th; six end on 15 December 2022."""
    approved = {
        "member_id": "m1", "received_at": "2022-06-01T09:30", "decided_at": "2022-06-02T09:30", "decision": "APPROVED",
        "auth_start_date": "2022-06-16", "auth_end_date": "2023-06-30", "indication": "SEVERE_PRIMARY_IGFD",
    }  # fmt: skip
    commercial = {"line_of_business": "COMMERCIAL"}
    requests = (
        {"pa_id": "public"},
        {"pa_id": "birthday", "auth_start_date": "2022-06-18"},
        {"pa_id": "commercial", **commercial, "renewal_date": "2022-12-14"},
        {"pa_id": "renewal", **commercial, "renewal_date": "2022-12-16"},
    )
    member = rows_of("members", {"birth_date": "2005-06-17"})
    drop = {"members": member, "pa_requests": rows_of("pa_requests", *(approved | request for request in requests))}
    Nights(tmp_path, reports=True).night(drop)
    found = {row["pa_id"]: row["allowed_by"] for row in rows(tmp_path / "reports" / "1", "authorizations_too_long")}
    assert found == {"public": "months", "birthday": "birthday", "commercial": "months", "renewal": "renewal"}


@pytest.mark.parametrize(
    ("credited", "of_dollars", "rate"),
    [("99999.99", "0.01", ""), ("100000.00", "0.00", ""), ("200000.00", "-100000.00", "-1.0000")],
)
def test_credits_that_cancel_what_was_paid_stop_no_night(
    credited: str, of_dollars: str, rate: str, tmp_path: Path
) -> None:
    weighed = rows_of("growth_measurements", {"weight_kg": "10"})
    over = rows_of("pharmacy_claims", {"quantity": "40", "days_supply": "30", "paid_amount": "100000.00"})
    credit = {"member_id": "m2", "hcpcs_code": "J2170", "service_unit_quantity": "4", "paid_amount": f"-{credited}"}
    drop = {
        "growth_measurements": weighed,
        "pharmacy_claims": over,
        "medical_claims": rows_of("medical_claims", credit),
    }
    Nights(tmp_path, reports=True).night({"members": members("m1", "m2"), **drop})
    [paid] = [row for row in rows(tmp_path / "reports" / "1", "headline") if row["measure"] == "paid_at_risk"]
    assert (paid["dollars"], paid["of_dollars"], paid["rate"]) == ("100000.00", of_dollars, rate)


def test_review_progress(database: Path, folder: Path, page: Page) -> None:
    found = rows(folder, "review_progress")
    open_findings = counted(database, "select count(*) from audit.findings where state = 'open'")
    assert sum(int(row["findings"]) for row in found) == open_findings
    assert {row["disposition"] for row in found} == {""}, "nobody has decided on the sample's findings"
    assert f"Nobody has reviewed a finding yet: {open_findings} wait in" in " ".join(page.text.split())


def test_data_quality(database: Path, folder: Path, page: Page) -> None:
    for row in rows(folder, "data_quality_files"):
        parts = [int(row[f"rows_{part}"]) for part in ("accepted", "repeated", "quarantined")]
        assert int(row["rows_read"]) == sum(parts)
    read_rows = counted(database, "select sum(rows_read) from audit.files")
    assert page.tables["Files of this run"][("All files", "Read")] == f"{read_rows:,}"
    for row in rows(folder, "data_quality_quarantine"):
        of_reason = (
            f"extract = '{row['extract']}' and list_contains(reasons, '{row['reason']}') and state <> 'released'"
        )
        kept = counted(database, f"select count(*) from audit.quarantine where {of_reason}")
        assert int(row["rows_this_run"]) == int(row["rows_all_runs"]) == kept
        waiting = counted(database, f"select count(*) from audit.quarantine where {of_reason} and state = 'waiting'")
        assert int(row["waiting"]) == waiting


def test_every_row_is_accounted_for(database: Path, folder: Path, page: Page) -> None:
    """What was handed in is repeated, rejected, waiting, replaced or in use; the requests in use are the cases."""
    table = page.tables["Every row handed in so far"]
    for row in rows(folder, "data_quality_rows"):
        kept = counted(database, f"select count(*) from audit.{row['extract']}")
        assert int(row["in_use"]) == kept
        of_extract = f"from audit.files where extract = '{row['extract']}'"
        assert int(row["delivered"]) == counted(database, f"select sum(rows_read + rows_made) {of_extract}")
        ways = ("left_out", "repeated", "rejected", "waiting", "superseded", "in_use")
        assert int(row["delivered"]) == sum(int(row[way]) for way in ways)
    cases = counted(database, "select count(*) from audit.cases")
    assert table["PA requests", "In use"] == str(cases)
    delivered = table["PA requests", "Handed in"]
    assert f"The {cases} requests are what {delivered} rows handed in came to" in " ".join(page.text.split())


def test_an_empty_denominator_is_a_dash(database: Path, tmp_path: Path) -> None:
    folder = emptied(database, tmp_path)
    page = read(folder / "compliance.html")
    assert page.figures["Approved against the criteria"] == ("—", "of 0 approvals judged")
    assert page.figures["Medicaid decided within 24 hours"] == ("—", "of 0 Medicaid decisions")
    assert page.figures["Paid, at risk"] == ("—", "of $0 net paid")
    assert page.tables["Outcomes by line of business"][("Denied, criteria met", "Commercial")] == "0 —"
    assert page.tables["Time from receipt to decision by line of business"][("Medicaid", "Median")] == "—"
    assert not {"nan", "none"} & set(page.text.lower().split()) - {"none"}
    measures = {row["measure"]: row["rate"] for row in rows(folder, "headline")}
    assert measures["unsupported_denials"] == ""


def test_a_plan_of_three_cases_makes_sense(database: Path, tmp_path: Path) -> None:
    few = "not in (select pa_id from store.cases where outcome = 'compliant_approval' order by pa_id limit 3)"
    forget = (f"delete from store.{table} where pa_id {few}" for table in ("pa_requests", "cases"))
    folder = written(database, tmp_path, *forget, "delete from store.findings")
    page = read(folder / "compliance.html")
    assert page.figures["Approved against the criteria"] == ("0 0%", "of 3 approvals judged")
    assert "Nothing was found." in page.text
    assert [path.name for path in (folder / "cases").iterdir()] == ["index.html"]
    assert "No finding is open" in read(folder / "cases" / "index.html").text


@pytest.mark.parametrize(
    ("longest", "labels"),
    [
        (0, ["0", "6 h", "12 h", "18 h", "24 h"]),
        (30, ["0", "6 h", "12 h", "18 h", "24 h", "30 h"]),
        (190, ["0", "2 days", "4 days", "6 days", "8 days"]),
        (2000, ["0", "20 days", "40 days", "60 days", "80 days"]),
        (80_000, ["0", *(f"{days:,} days" for days in range(500, 3001, 500))]),
    ],
)
def test_a_chart_of_hours_has_a_scale(longest: float, labels: list[str]) -> None:
    drawn = charts.axis([longest, longest / 2, 24])
    assert [label for _, label in drawn["ticks"]] == labels
    assert drawn["top"] > max(longest, 24)
    assert all(0 <= place <= 100 for place, _ in drawn["ticks"])


def test_a_chart_of_hours_never_has_more_ticks_than_find_room() -> None:
    for longest in (*range(0, 20_000, 7), 10**6, 10**7, 24 * date.max.toordinal()):
        assert 3 <= len(charts.axis([longest, 24])["ticks"]) <= charts.TICKS + 1


@pytest.mark.parametrize(
    ("months", "named"),
    [
        (["2022-11", "2022-12", "2023-01"], ["2022", "2023"]),
        ([f"{year}-05" for year in range(1980, 2024)], [str(year) for year in range(1980, 2020, 5)]),
        (["1930-01", "2022-12", "2023-01"], ["1930", "2022"]),
    ],
)
def test_years_are_named_where_there_is_room(months: list[str], named: list[str]) -> None:
    counts = {month: {"all_cases": 1, "parts": [(1, "sound")]} for month in months}
    assert [column["tick"] for column in charts.columns(counts) if column["tick"]] == named


@pytest.mark.parametrize(
    ("count", "denominator", "text"),
    [(0, 0, "—"), (0, 7, "0%"), (7, 7, "100%"), (1, 3, "33.3%"), (1, 9000, "<0.1%"), (8999, 9000, ">99.9%")],
)
def test_a_share_never_rounds_to_none_or_all(count: int, denominator: int, text: str) -> None:
    assert share(count, denominator) == text


@pytest.mark.parametrize(
    ("count", "denominator", "text"),
    [(1, 16, "6.3%"), (3, 16, "18.8%"), (-1, 16, "-6.3%"), (23, 80, "28.8%"), (999, 1000, "99.9%"), (1, 1000, "0.1%")],
)
def test_a_share_is_rounded_half_away_from_zero(count: int, denominator: int, text: str) -> None:
    assert share(count, denominator) == share(Decimal(count), Decimal(denominator)) == text


def test_the_page_and_its_tables_name_no_member_but_in_what_claims_say(
    database: Path, folder: Path, page: Page
) -> None:
    with store.connect(database, read_only=True) as con:
        members = {member for (member,) in con.sql("select member_id from audit.members").fetchall()}
    assert members
    assert not members & set(re.findall(r"[\w-]+", page.text))
