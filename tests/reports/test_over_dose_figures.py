"""Every figure of the over-dose report is what plain SQL counts over the sample's publication."""

import csv
import re
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

import pytest
from reports.html import Page, read
from reports.sample import written
from tests.ingest.nights import members
from tests.ingest.nights import rows as rows_of
from tests.night.nights import Nights

from pa_audit import store
from pa_audit.policy.cp_phar_150 import limits
from pa_audit.reports import over_dose
from pa_audit.reports.formats import dollars, rounded, share

JUDGED = "status in ('within_limit', 'vial_rounding', 'over_dose')"
OVER = "from audit.dispensings where status = 'over_dose'"
ROUNDED = "from audit.dispensings where status = 'vial_rounding'"


@pytest.fixture(scope="module")
def page(folder: Path) -> Page:
    return read(folder / "over_dose.html")


def value(database: Path, query: str) -> Decimal:
    with store.connect(database, read_only=True) as con:
        [(found,)] = con.sql(query).fetchall()
    return Decimal(found)


def rows(folder: Path, name: str) -> list[dict[str, str]]:
    with (folder / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_a_request_above_the_limit_is_told_with_the_limit_as_the_policy_writes_it(folder: Path) -> None:
    listed = rows(folder, "requested_over_dose")
    assert {(row["limit_mg_per_kg"], row["limit_mg_per_kg_day"]) for row in listed} == {("0.12", "0.24")}
    for row in listed:
        assert Decimal(row["excess_mg_per_dose"]) == Decimal(row["dose_mg"]) - Decimal("0.12") * Decimal(
            row["case_weight_kg"]
        )
        assert len(row["excess_mg_per_dose"].partition(".")[2]) <= 8


COUNTS = {
    "Requests above the limit": (
        "select count(*) from audit.cases where requested_over_dose",
        "select count(*) from audit.cases where requested_over_dose is not null",
    ),
    "Of them approved": (
        "select count(*) from audit.cases where requested_over_dose and decision = 'APPROVED'",
        "select count(*) from audit.cases where requested_over_dose",
    ),
    "Dispensings above the limit and whole vials": (
        f"select count(*) {OVER}",
        f"select count(*) from audit.dispensings where {JUDGED}",
    ),
    "Runs of fills with sustained excess": (
        "select count(*) from audit.episodes where status = 'over_dose'",
        f"select count(*) from audit.episodes where {JUDGED}",
    ),
}


@pytest.mark.parametrize("title", COUNTS)
def test_headline_counts_and_their_denominators(database: Path, page: Page, title: str) -> None:
    figure, denominator = (int(value(database, query)) for query in COUNTS[title])
    assert figure > 0
    count, of = page.figures[title]
    assert count == f"{figure:,} {share(figure, denominator)}"
    assert of.startswith(f"of {denominator:,} ")


def test_excess_counts_each_dispensing_once(database: Path, page: Page) -> None:
    mg, paid = value(database, f"select sum(excess_mg) {OVER}"), value(database, f"select sum(excess_amount) {OVER}")
    assert page.figures["Excess dispensed"][0].startswith(f"{mg:,.0f} mg ")
    assert page.figures["Paid for that excess"][0].startswith(f"${paid:,.0f} ")
    table = page.tables["Dispensings by what became of them"]
    assert table["All", "Excess, mg"] == rounded(mg)
    assert table["All", "Excess, dollars"] == dollars(paid)
    above = "status in ('vial_rounding', 'over_dose')"
    before_vials = value(database, f"select sum(mg - limit_mg) from audit.dispensings where {above}")
    assert table["All", "Above the limit, mg"] == rounded(before_vials)
    alone = value(database, "select sum(excess_mg) from audit.episodes where status = 'over_dose'")
    assert f"by {rounded(alone)} mg and" in " ".join(page.text.split())


def test_every_dispensing_is_accounted_for_with_its_reason(database: Path, page: Page) -> None:
    table = page.tables["Dispensings by what became of them"]
    names = {
        "Within the limit": "status = 'within_limit'",
        "Above the limit, explained by whole vials": "status = 'vial_rounding'",
        "Judged": JUDGED,
        "Not documented": "status = 'not_documented'",
        "weight too old": "reason = 'stale:weight'",
        "unit of measure unusable": "reason = 'unit'",
        "All": "true",
    }
    total = int(value(database, "select count(*) from audit.dispensings"))
    for name, condition in names.items():
        count = int(value(database, f"select count(*) from audit.dispensings where {condition}"))
        assert table[name, "Count"] == f"{count:,} {share(count, total)}", name
    implausible = "select count(*) from audit.findings where kind = 'over_dose' and reason = 'implausible'"
    count = int(value(database, implausible))
    assert table["implausible: over five times the limit", "Count"] == f"{count:,} {share(count, total)}"


@pytest.mark.parametrize(
    ("name", "query", "key"),
    [
        ("requested_over_dose", "select pa_id from audit.cases where requested_over_dose order by 1", ("pa_id",)),
        ("dispensed_over_dose", f"select member_id, service_date {OVER} order by all", ("member_id", "service_date")),
        ("vial_rounding", f"select member_id, service_date {ROUNDED} order by all", ("member_id", "service_date")),
        (
            "sustained_over_dose",
            "select member_id, first_date from audit.episodes where status = 'over_dose' order by all",
            ("member_id", "first_date"),
        ),
    ],
)
def test_lists_are_those_of_the_publication_in_key_order(
    database: Path, folder: Path, name: str, query: str, key: tuple[str, ...]
) -> None:
    with store.connect(database, read_only=True) as con:
        published = [tuple(map(str, row)) for row in con.sql(query).fetchall()]
    assert [tuple(row[column] for column in key) for row in rows(folder, name)] == published
    assert published


def test_requested_excess_is_exact(folder: Path) -> None:
    found = {row["pa_id"]: row for row in rows(folder, "requested_over_dose")}
    for row in found.values():
        exact = Decimal(row["dose_mg"]) - Decimal("0.12") * Decimal(row["case_weight_kg"])
        assert Decimal(row["excess_mg_per_dose"]) == exact
        assert Decimal(row["excess_mg"]) > 0
    hair = found["IA10-millionth-over"]
    assert (hair["dose_mg_per_kg"], Decimal(hair["excess_mg_per_dose"])) == ("0.1200", Decimal("0.000001"))


def test_a_request_is_told_by_dose_and_by_day_with_where_its_weight_is_from(database: Path, folder: Path) -> None:
    with store.connect(database, read_only=True) as con:
        stated = {pa_id for (pa_id,) in con.sql("select pa_id from audit.pa_requests where weight_kg > 0").fetchall()}
    found = rows(folder, "requested_over_dose")
    for row in found:
        dose, weight = Decimal(row["dose_mg"]), Decimal(row["case_weight_kg"])
        a_dose, doses = dose - Decimal("0.12") * weight, row["doses_per_day"]
        told = (row["excess_mg"], row["excess_mg_per_day"], row["mg_per_kg_day"])
        if not doses:
            assert (Decimal(told[0]), *told[1:]) == (a_dose, "", ""), row["pa_id"]
        else:
            a_day = dose * int(doses) - Decimal("0.24") * weight
            ratio = (dose * int(doses) / weight).quantize(Decimal("0.0001"), ROUND_HALF_UP)
            assert tuple(map(Decimal, told)) == (max(a_dose, a_day), a_day, ratio), row["pa_id"]
        assert (row["weight_from"] == "request") == (row["pa_id"] in stated), row["pa_id"]
    assert {row["weight_from"] for row in found} == {"request", "measurement"}
    assert {row["doses_per_day"] for row in found} > {"2"}


@pytest.mark.parametrize(
    ("dose_mg", "doses_per_day", "a_dose", "a_day", "excess"),
    [
        ("3", "1", "0.6", "-1.8", "0.6"),
        ("3", "2", "0.6", "1.2", "1.2"),
        ("2", "3", "-0.4", "1.2", "1.2"),
        ("3", "", "0.6", "", "0.6"),
    ],
)
def test_the_excess_of_a_request_is_the_larger_of_dose_and_day(
    tmp_path: Path, dose_mg: str, doses_per_day: str, a_dose: str, a_day: str, excess: str
) -> None:
    """At 20 kg the limits are 2.4 mg a dose and 4.8 mg a day."""
    request = {"dose_mg": dose_mg, "doses_per_day": doses_per_day, "weight_kg": "20"}
    Nights(tmp_path, reports=True).night({"members": members(), "pa_requests": rows_of("pa_requests", request)})
    (row,) = rows(tmp_path / "reports" / "1", "requested_over_dose")
    told = (row["excess_mg_per_dose"], row["excess_mg_per_day"], row["excess_mg"])
    assert [figure and Decimal(figure) for figure in told] == [
        text and Decimal(text) for text in (a_dose, a_day, excess)
    ]


def test_fills_above_both_limits_count_up_to_the_last_of_a_run(tmp_path: Path) -> None:
    """72 mg are the limit of 30 days, 80 are two vials; 400 mg are above five times the limit."""
    fills = [("2024-01-02", "24"), ("2024-02-01", "40"), ("2024-03-02", "24")]
    claims = [
        {"claim_id": day, "dispensing_date": day, "quantity": ml, "days_supply": "30", "paid_amount": "9"}
        for day, ml in fills
    ]
    drop = {"growth_measurements": rows_of("growth_measurements", {"weight_kg": "10"}), "members": members("m1")}
    Nights(tmp_path, reports=True).night({**drop, "pharmacy_claims": rows_of("pharmacy_claims", *claims)})
    (row,) = rows(tmp_path / "reports" / "1", "sustained_over_dose")
    assert (row["dispensings"], row["over_dose_fills"], row["implausible_fills"]) == ("3", "2", "1")


def test_dispensed_reasons_and_dollars_are_those_of_the_findings(database: Path, folder: Path) -> None:
    columns = ("member_id", "service_date", "reason", "excess_amount")
    query = f"select {', '.join(columns)} from audit.findings where kind = 'over_dose' order by all"
    with store.connect(database, read_only=True) as con:
        found = [tuple(map(str, row)) for row in con.sql(query).fetchall()]
    assert sorted(tuple(row[column] for column in columns) for row in rows(folder, "dispensed_over_dose")) == found


def test_early_refills_that_each_look_right_are_told_as_such(folder: Path, page: Page) -> None:
    [row] = [row for row in rows(folder, "sustained_over_dose") if row["member_id"] == "M-dose-early-refills"]
    assert row["over_dose_fills"] == "0"
    unaided = [row for row in rows(folder, "sustained_over_dose") if row["over_dose_fills"] == "0"]
    assert f"in {len(unaided)} of them every single fill looks right" in " ".join(page.text.split())


def test_vial_rounding_is_counted(folder: Path, page: Page) -> None:
    found = rows(folder, "vial_rounding")
    mg = sum((Decimal(row["above_limit_mg"]) for row in found), Decimal(0))
    paid = sum((Decimal(row["above_limit_amount"]) for row in found), Decimal(0))
    text = " ".join(page.text.split())
    assert f"{len(found)} of " in text
    assert f"by {rounded(mg)} mg worth {dollars(paid)}, but within" in text
    for row in found:
        mg, limit, paid_for = (Decimal(row[name]) for name in ("mg", "limit_mg", "paid_amount"))
        assert limit < mg <= Decimal(row["vial_limit_mg"])
        assert Decimal(row["above_limit_mg"]) == mg - limit
        cents = (paid_for * (mg - limit) / mg).quantize(Decimal("0.01"), ROUND_HALF_UP)
        assert Decimal(row["above_limit_amount"]) == cents
    example = max(found, key=lambda row: Decimal(row["above_limit_mg"]))
    assert f"{example['member_id']} was dispensed" in text, "the one that whole vials explain most of"


def test_the_worked_example_adds_up_for_every_dispensing_it_could_be(database: Path) -> None:
    with store.connect(database, read_only=True) as con:
        fills = con.sql("from audit.dispensings where vial_limit_mg is not null").pl().to_dicts()
    for fill in fills:
        told = over_dose._example(fill, limits)
        assert told["vials"] * limits.VIAL_MG == fill["vial_limit_mg"]
        assert told["vials"] == -(-told["doses"] // told["doses_per_vial"])


def test_ranking_and_cut(database: Path, tmp_path: Path) -> None:
    later = "service_date + n::integer as service_date, excess_mg + n as excess_mg"
    folder = written(
        database,
        tmp_path,
        f"insert into store.dispensings select d.* replace ({later}) from store.dispensings d, range(1, 60) t(n)"
        " where member_id = 'M00000011' and status = 'over_dose'",
    )
    found = rows(folder, "dispensed_over_dose")
    total = len([row for row in found if row["reason"] != "implausible"])
    text = (folder / "over_dose.html").read_text(encoding="utf-8")
    section = text[text.index('id="dispensed-caption"') : text.index('id="implausible-caption"')]
    assert total > over_dose.SHOWN
    assert f"The CSV file has all {total:,}." in section
    shown = [Decimal(mg.replace(",", "")) for mg in re.findall(r'"Excess, mg"[^>]*>([\d,.]+)<', section)]
    assert len(shown) == over_dose.SHOWN
    assert shown == sorted(shown, reverse=True)
