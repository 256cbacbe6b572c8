"""Case sheets: which cases get one, what they show, and `pa-audit explain --html`."""

import hashlib
import re
import shutil
import subprocess
import sys
import xml.etree.ElementTree as ET
from dataclasses import asdict
from datetime import date as D
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from reports.html import read
from reports.sample import written
from tests.ingest.nights import members
from tests.ingest.nights import rows as rows_of
from tests.night.nights import Nights

from pa_audit import policy, store
from pa_audit.policy.cp_phar_150 import Readings
from pa_audit.reports import case_sheets, growth_chart, words
from pa_audit.resources import REFERENCE

PLOT = r'<svg class="plot"(?:(?!</?svg).|<svg.*?</svg>)*</svg>'  # one may hold another
WORDS = words.of(policy.DEFAULT)
SEVERITIES = ["high", "medium", "advisory"]


def ranked(database: Path) -> pl.DataFrame:
    with store.connect(database, read_only=True) as con:
        found = con.sql("from audit.findings where state = 'open'").pl()
    rank = pl.col("severity").replace_strict({name: n for n, name in enumerate(SEVERITIES)})
    return found.sort(rank, -pl.col("amount_at_risk"), "finding_id", nulls_last=True)


def file_of(subject: str) -> str:
    return f"{hashlib.sha256(subject.encode()).hexdigest()[:16]}.html"


def sheet(folder: Path, pa_id: str) -> str:
    return " ".join(read(folder / "cases" / file_of(f"case {pa_id}")).text.split())


def sheets(folder: Path) -> set[str]:
    return {path.name for path in (folder / "cases").iterdir()} - {"index.html"}


def test_the_worst_findings_have_a_sheet_of_their_case(database: Path, folder: Path) -> None:
    worst = ranked(database).head(50)
    files = sheets(folder)
    assert {file_of(f"case {pa_id}") for pa_id in worst["pa_id"].drop_nulls()} <= files
    assert len(files) <= 50
    links = re.findall(r'href="cases/([0-9a-f]+[.]html)"', (folder / "compliance.html").read_text(encoding="utf-8"))
    assert len(links) == 50
    assert set(links) == files
    assert re.findall(r'href="cases/([^"]+)"', (folder / "over_dose.html").read_text(encoding="utf-8"))


def test_a_finding_without_a_request_is_shown_with_the_case_that_covers_it(database: Path, folder: Path) -> None:
    with store.connect(database, read_only=True) as con:
        covered = con.sql(
            "select f.finding_id, d.pa_id"
            " from audit.findings f join audit.dispensings d using (member_id, service_date)"
            " where f.pa_id is null and d.pa_id is not null and f.state = 'open'"
        ).pl()
    worst = ranked(database).head(50).drop("pa_id").join(covered, on="finding_id")
    assert worst.height
    for pa_id in worst["pa_id"]:
        assert "Clause by clause" in sheet(folder, pa_id)


def test_a_referred_case_says_where_it_goes_or_that_this_is_open(database: Path, tmp_path: Path) -> None:
    """Its routes are no criteria that it fails."""
    copy = Path(shutil.copy(database, tmp_path))
    with store.connect(copy) as con:
        referred = con.sql("select pa_id, referral_policy from audit.cases where determination = 'refer' order by 1")
        (pa_id, goes_to), (other, _), *_ = referred.fetchall()
        con.execute("update store.cases set referral_policy = null where pa_id = ?", [other])
    for case, said in {pa_id: goes_to, other: "which one is not documented"}.items():
        with store.connect(copy, read_only=True) as con:
            page = re.sub(r"<[^>]+>", " ", case_sheets.one(con, case))
        assert f"Another policy: {said}" in " ".join(page.split())
        assert "Not met:" not in page


@pytest.mark.parametrize(
    ("case", "said"),
    [
        (
            {"determination": "no_policy_version", "decided_date": D(2022, 9, 29)},
            "On 2022-09-29, the day of the decision,",
        ),
        ({"determination": "no_policy_version"}, "On 2020-07-31, the day of receipt (not yet decided), no version"),
        (
            {"determination": "state_provision", "state": "CA"},
            "On 2020-07-31, the day of receipt, the provisions of CA",
        ),
    ],
)
def test_a_case_that_is_not_judged_says_since_when_and_why(case: dict[str, Any], said: str) -> None:
    """Reading R13 leaves out continued therapy long after the first version: that is not said to be the cause."""
    assert said in WORDS.unjudged({"decided_date": None, "reference_date": D(2020, 7, 31), **case})


def test_the_sheet_of_a_case_that_is_not_judged_says_why(database: Path) -> None:
    with store.connect(database, read_only=True) as con:
        ((pa_id, day),) = con.sql(
            "select pa_id, reference_date from audit.cases where determination = 'state_provision' order by 1 limit 1"
        ).fetchall()
        assert f"On {day}, the day of receipt, the provisions of CA" in case_sheets.one(con, pa_id)


def test_a_finding_of_a_member_without_any_request_has_a_sheet_too(database: Path, tmp_path: Path) -> None:
    folder = written(
        database, tmp_path, "delete from store.cases", "delete from store.findings where pa_id is not null"
    )
    member = ranked(database).filter(pl.col("pa_id").is_null())["member_id"][0]
    page = read(folder / "cases" / file_of(f"member {member}"))
    assert "No request of this member is known" in page.text
    assert re.search(r"^\d+ cases or members of 50 open findings", read(folder / "cases" / "index.html").text, re.M)


def test_it_shows_every_clause_with_its_evidence(database: Path, folder: Path) -> None:
    pa_id = ranked(database).drop_nulls("pa_id")["pa_id"][0]
    with store.connect(database, read_only=True) as con:
        clauses = con.execute("select clause, status from audit.criteria where pa_id = ?", [pa_id]).fetchall()
    table = read(folder / "cases" / file_of(f"case {pa_id}")).tables["A status rests on what was submitted"]
    assert {clause: table[clause, "Status"].replace(" ", "_") for clause, _ in clauses} == dict(clauses)
    assert "R10" in sheet(folder, pa_id)


def test_a_height_that_came_without_its_age_is_marked(database: Path) -> None:
    lacking = "height_cm is not null and age_months is null and pa_id in (select pa_id from audit.cases)"
    with store.connect(database, read_only=True) as con:
        [(pa_id, day)] = con.sql(
            f"select pa_id, measured_date from audit.growth_measurements where {lacking} order by 1 limit 1"
        ).fetchall()
        html = case_sheets.one(con, pa_id)
    assert re.search(rf"{day}</th>(<td class=.num.>[^<]*</td>)+<td>yes, <small>without its age</small></td>", html)


def test_findings_name_the_claims_they_rest_on(database: Path) -> None:
    with store.connect(database, read_only=True) as con:
        query = (
            "select pa_id, claim_ids[1] from audit.findings where kind = 'contradiction_malignancy' order by 1 limit 1"
        )
        ((pa_id, claim),) = con.sql(query).fetchall()
        assert f"<small>{claim}" in case_sheets.one(con, pa_id)


def test_the_index_leads_to_every_sheet(database: Path, folder: Path) -> None:
    page = read(folder / "cases" / "index.html")
    links = [value for _, name, value in page.attributes if name == "href" and "/" not in value]
    assert set(links) == sheets(folder)
    assert len(links) == len(set(links))
    [listed] = page.tables.values()
    worst = ranked(database).drop_nulls("pa_id")["pa_id"][0]
    assert listed[worst, "Severity"] == "High"
    assert 'href="index.html"' in (folder / "cases" / file_of(f"case {worst}")).read_text(encoding="utf-8")


def test_nothing_on_a_sheet_is_folded_away(folder: Path) -> None:
    assert not [name for name in sheets(folder) if "<details" in (folder / "cases" / name).read_text(encoding="utf-8")]


def test_a_sheet_says_what_would_settle_its_case(database: Path) -> None:
    with store.connect(database, read_only=True) as con:
        [(several, asks)] = con.sql(
            "select pa_id, list(ask) from audit.what_would_settle where asks > 1 group by pa_id order by pa_id limit 1"
        ).fetchall()
    with store.connect(database, read_only=True) as con:
        text = " ".join(case_sheets.one(con, several).split())
    for ask in asks:
        assert f"{WORDS.lists['ask'][ask]} (".replace("'", "&#39;") in text
    assert "To settle it, ask for" in text
    with store.connect(database, read_only=True) as con:
        [(sound,)] = con.sql("select min(pa_id) from audit.cases where outcome = 'compliant_approval'").fetchall()
        assert "ask for" not in case_sheets.one(con, sound)


def test_the_phrases_that_clauses_name_are_shown_as_they_are_read_and_others_where_the_plan_chose() -> None:
    """At most 0.12 mg/kg twice daily is met by 0.24 mg/kg once: not without what reading R4 is."""
    chosen = Readings(R4="total_per_day", R9="every_mg")
    in_force = [{"reading": name, "in_force": choice} for name, choice in asdict(chosen).items()]
    clauses = [{"reading": None}, {"reading": "R4, R10"}]
    assert WORDS.phrases(clauses, in_force) == [
        "R4 The dose limit, twice daily: 0.24 mg/kg a day, in however many doses (not the default)",
        "R9 Dispensing in whole vials: every milligram counts (not the default)",
        "R10 Evidence may date: until the decision",
    ]


def test_a_sheet_says_how_the_phrases_that_its_clauses_name_are_read(database: Path, folder: Path) -> None:
    pa_id = ranked(database).drop_nulls("pa_id")["pa_id"][0]
    assert "R10 Evidence may date: until the decision" in sheet(folder, pa_id)


def test_a_sheet_says_what_another_reading_would_change(database: Path) -> None:
    with store.connect(database, read_only=True) as con:
        changing = (
            "from audit.reading_sensitivity where reading = 'R2' and changed = 'policy_version' order by pa_id limit 1"
        )
        [(pa_id, before, after)] = con.sql(f"select pa_id, before, after {changing}").fetchall()
        [(same,)] = con.sql(
            "select min(pa_id) from audit.cases anti join audit.reading_sensitivity using (pa_id)"
        ).fetchall()
        sheet = case_sheets.one(con, pa_id)
    assert f"policy version {before} → {after}" in sheet
    with store.connect(database, read_only=True) as con:
        assert "No other reading changes this case." in case_sheets.one(con, same)


def test_an_authorization_that_is_too_long_is_no_criterion_that_is_not_met(database: Path) -> None:
    with store.connect(database, read_only=True) as con:
        [(long,)] = con.sql(
            "select min(pa_id) from audit.cases join audit.criteria using (pa_id)"
            " where outcome = 'compliant_approval' and ends_with(clause, '.duration') and status = 'not_met'"
        ).fetchall()
        lead = case_sheets.one(con, long).partition('class="lead"')[2].partition("</p>")[0]
    assert "Every clause that applies is met." in lead
    assert "The authorization is <b>longer than allowed</b>." in lead


def test_every_token_of_a_clause_has_words(database: Path) -> None:
    with store.connect(database, read_only=True) as con:
        reasons = {reason for (reason,) in con.sql("select distinct unnest(reasons) from audit.clauses").fetchall()}
    assert reasons - {"value"} <= WORDS.lists["ask"].keys() | WORDS.lists["because"].keys()
    assert {"missing:igf1_sds", "stale:height", "not_required"} <= reasons


SAID = [
    ('{"igf1_sds": -3.10}', "IGF-1 -3.1 SD"),
    ('{"height_sds": -3.2, "height_cm": 108.70, "height_date": "2022-03-01"}',
     "height -3.2 SD, 108.7 cm, date 2022-03-01"),
    ('{"height_sds": null, "height_cm": null}', "height none"),
    ('{"height_sds": null, "height_cm": null, "height_date": "2022-03-01"}', "height none, date 2022-03-01"),
    ('{"dose_mg": 1.2, "case_weight_kg": 20, "case_weight_date": null, "doses_per_day": 2}',
     "dose 1.2 mg; weight 20 kg, date not given; doses per day 2"),
    ('{"malignancy": false, "gh_level": null}', "malignancy no; GH level not given"),
    ("{}", ""),
]  # fmt: skip


@pytest.mark.parametrize(("submitted", "said"), SAID)
def test_evidence_names_a_thing_once(submitted: str, said: str) -> None:
    things = WORDS.evidence(submitted)
    assert "; ".join(", ".join(f"{what} {value}".strip() for what, value in thing) for thing in things) == said


def test_explain_writes_the_sheet_of_any_case_once(database: Path, tmp_path: Path) -> None:
    with store.connect(database, read_only=True) as con:
        [(quiet,)] = con.sql(
            "select min(pa_id) from audit.cases anti join (from audit.findings where pa_id is not null) using (pa_id)"
        ).fetchall()
    pa_audit = Path(sys.executable).with_name("pa-audit")
    command = [pa_audit, "explain", quiet, "--database", database, "--html", tmp_path / "case.html"]
    subprocess.run(command, check=True, capture_output=True)
    page = read(tmp_path / "case.html")
    assert (tmp_path / "case.html").stat().st_mode & 0o777 == 0o600
    assert quiet in page.text
    assert not [value for _, name, value in page.attributes if name == "href"], "a file by itself links nowhere"
    again = subprocess.run(command, check=False, capture_output=True, text=True)
    assert again.returncode == 2
    assert "exists already" in again.stderr
    nowhere = subprocess.run(
        [*command[:-1], tmp_path / "nowhere" / "case.html"], check=False, capture_output=True, text=True
    )
    assert nowhere.returncode == 2
    assert "nowhere: no such folder" in nowhere.stderr


@pytest.mark.parametrize("sex", ["M", "F"])
def test_the_lines_are_those_of_the_reference(sex: str) -> None:
    """The printed 5th, 50th and 95th percentiles at whole and half years, from the reference's own columns."""
    printed = pl.read_csv(REFERENCE / "cdc_statage.csv").filter(pl.col("Sex") == {"M": 1, "F": 2}[sex])
    for name, column in (("5", "P5"), ("50", "P50"), ("95", "P95")):
        line = growth_chart._lines(sex)[name]
        assert len(line) > 70
        for months in (36, 96, 150, 216):
            near = printed.filter(pl.col("Agemos").is_in([months - 0.5, months + 0.5]))[column].mean()
            assert abs(line[months] - near) < 0.02


def test_a_growth_chart_places_heights_on_its_scales() -> None:
    heights = [{"age_days": days, "height_cm": cm, "measured_date": None} for days, cm in ((1200, 80), (1600, 86))]
    chart = growth_chart.draw("F", heights)
    assert chart is not None
    (first, second), levels, years = chart["points"], dict(chart["levels"]), dict(chart["years"])
    assert years[3] < first["x"] < years[4] < second["x"] < years[5]
    assert levels[80] == first["y"] > second["y"] > levels[100]
    assert {line["name"] for line in chart["names"]} >= {"50", "-3 SD", "95"}
    assert growth_chart.draw("U", heights)["paths"] == []
    assert growth_chart.draw("F", []) is None


def test_pictures_on_a_sheet_are_well_formed(folder: Path) -> None:
    drawn = 0
    for name in sheets(folder):
        for svg in re.findall(PLOT, (folder / "cases" / name).read_text(encoding="utf-8"), re.DOTALL):
            drawn += 1
            root = ET.fromstring(svg)
            assert root.findtext("title") and root.findtext("desc")
    assert drawn > 20


def test_whose_sheet_shows_what(tmp_path: Path) -> None:
    """A finding without a request is shown with the latest one by its day; what is settled, and another's, is not."""
    plan = Nights(tmp_path, reports=True)
    received = {"first": "2024-01-02T09:30", "second": "2024-05-02T09:30"}
    requests = [
        {"pa_id": f"{which}-of-{member}", "member_id": member, "received_at": moment}
        for member in ("m1", "m2")
        for which, moment in received.items()
    ]
    dosed = [
        request | {"dose_mg": dose, "weight_kg": "20"} if request["member_id"] == "m1" else request
        for request, dose in zip(requests, ("5", "7", "", ""), strict=True)
    ]
    claim = {"claim_id": "c1", "member_id": "m2", "dispensing_date": "2024-03-05"}  # nearer to the second request
    drop = {"members": members("m1", "m2"), "pharmacy_claims": rows_of("pharmacy_claims", claim)}
    plan.night({**drop, "pa_requests": rows_of("pa_requests", *dosed)})
    first = tmp_path / "reports" / "1"
    assert sheets(first) == {file_of(f"case {name}") for name in ("first-of-m1", "second-of-m1", "first-of-m2")}
    told = {which: sheet(first, f"{which}-of-m1") for which in received}
    assert {which: ["Requested 5 mg" in page, "Requested 7 mg" in page] for which, page in told.items()} == {
        "first": [True, False],
        "second": [False, True],
    }
    ((finding_id,),) = plan.ask("select finding_id from audit.findings where kind = 'claim_without_authorization'")
    settled = {"finding_id": str(finding_id), "disposition": "DISMISSED", "reason": "paid elsewhere"}
    plan.night({"dispositions": rows_of("dispositions", settled)})
    assert sheets(tmp_path / "reports" / "2") == {file_of(f"case {which}-of-m1") for which in received}
