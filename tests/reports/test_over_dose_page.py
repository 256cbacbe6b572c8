"""over_dose.html and its lists: what it shows, says and draws, and what it says of an empty plan."""

import re
import xml.etree.ElementTree as ET
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import polars as pl
import pytest
from reports.html import Page, read
from reports.sample import emptied, written
from tests.findings.bench import case, day, one_night, rx, story, write

from pa_audit import store
from pa_audit.config import Config
from pa_audit.policy.cp_phar_150 import Readings
from pa_audit.policy.cp_phar_150.terms import Terms
from pa_audit.reports import over_dose


def text(folder: Path) -> str:
    return (folder / "over_dose.html").read_text(encoding="utf-8")


def said(page: Page) -> str:
    return " ".join(page.text.split())


def lead(folder: Path) -> list[str]:
    """Give what the page begins with, paragraph by paragraph."""
    return re.findall(r'<p class="lead">\s*(.*?)\s*</p>', text(folder), re.DOTALL)


def pictures(folder: Path) -> list[ET.Element]:
    return [ET.fromstring(svg) for svg in re.findall(r'<svg class="plot".*?</svg>', text(folder), re.DOTALL)]


def test_pictures_are_well_formed_with_a_text_alternative(folder: Path) -> None:
    found = pictures(folder)
    assert 0 < len(found) <= over_dose.MEMBERS
    for svg in found:
        title, described = svg.find("title"), svg.find("desc")
        assert svg.get("role") == "img"
        assert title is not None and title.text
        assert described is not None and described.text
        assert svg.get("aria-labelledby", "").split() == [title.get("id"), described.get("id")]
        assert "above what is allowed" in described.text or "Sustained" in described.text
        assert svg.find(".//path[@class='limit']") is not None
        for path in svg.iterfind(".//path"):
            assert re.fullmatch(r"[MLHVZhvlz\d .-]+", path.get("d", "")), path.get("d")


def test_statuses_differ_in_shape(folder: Path) -> None:
    [svg] = [svg for svg in pictures(folder) if "M00000027" in (svg.findtext("title") or "")]
    kinds = {path.get("class") for path in svg.iterfind(".//path")}
    assert {"supply", "vials", "excess", "mark", "sustained", "limit"} <= kinds


def test_members_rank_by_excess_that_is_no_slip() -> None:
    fills = [
        ("slip", 900, "implausible"),
        ("worst", 300, "excess"),
        ("both", 200, "excess"),
        ("both", 99, "implausible"),
    ]
    dispensed = pl.DataFrame(
        {
            "member_id": [member for member, _, _ in fills],
            "excess_mg": [Decimal(mg) for _, mg, _ in fills],
            "excess_amount": [Decimal(mg) for _, mg, _ in fills],
            "reason": [reason for _, _, reason in fills],
        }
    )
    sustained = dispensed.filter(pl.col("member_id") == "both").head(1).with_columns(implausible_fills=pl.lit(0))
    ranked = over_dose.worst_members(dispensed, sustained.drop("reason"))
    assert ranked["member_id"].to_list() == ["both", "worst", "slip"]
    assert ranked["excess_mg"].to_list() == [299, 300, 900]
    assert ranked["sustained_mg"].to_list() == [200, 0, 0]
    assert ranked["implausible_mg"].to_list() == [99, 0, 900]


def test_it_says_what_claims_prove_and_how_it_was_decided(folder: Path) -> None:
    words = said(read(folder / "over_dose.html"))
    assert "Claims prove excess supply, not the dose given." in words
    assert "never added to them" in words
    assert "How old a weight may be: 180 days" in words
    assert "One of them, worked out" in words
    assert "the days to the next one, 90 at most" in words
    assert "are verified" in words


def test_it_names_the_readings_that_are_in_force(database: Path, tmp_path: Path) -> None:
    readings = replace(Readings(), R8="90_days", R9="every_mg", R12="30_days")
    folder = written(database, tmp_path, config=replace(Config(), terms=Terms(readings)))
    words = said(read(folder / "over_dose.html"))
    assert "R8 · How old a weight may be: 90 days, not the default" in words
    assert "R9 · Dispensing in whole vials: every milligram counts, not the default" in words
    assert "R12 · Supply of a claim that does not say: 30 days, not the default" in words
    assert "above the limit and whole vials" not in words


def test_unverified_codes_in_use_are_named(database: Path, tmp_path: Path) -> None:
    folder = written(database, tmp_path, "update store.value_sets set verified = false")
    words = said(read(folder / "over_dose.html"))
    assert "NDC 15054104005" in words
    assert "HCPCS J2170" in words
    assert "is verified" not in words
    words = said(read(folder / "compliance.html"))
    assert "mecasermin: NDC 15054104005" in words
    assert "somatropin: " in words


def test_a_verified_code_is_not_named_among_those_that_are_not(database: Path, tmp_path: Path) -> None:
    folder = written(database, tmp_path, "update store.value_sets set verified = code <> 'J2170'")
    words = said(read(folder / "over_dose.html"))
    assert "HCPCS J2170" in words
    assert "NDC 15054104005" not in words
    folder = written(database, tmp_path / "all", "update store.value_sets set verified = true")
    assert "All NDC and HCPCS codes that were found on claims and are counted here are verified." in said(
        read(folder / "over_dose.html")
    )


@pytest.mark.parametrize(("decision", "authorizations"), [("APPROVED", 2), ("DENIED", 1)])
def test_a_picture_shows_approved_spans_alone(tmp_path: Path, decision: str, authorizations: int) -> None:
    """A denied request may name the days that it asked for."""
    other = case(day(40), decision=decision, auth_start_date=day(20), auth_end_date=day(60))
    write(tmp_path / "drop", [story(cases=[case(), other], rx=[rx(25, ml="40")])])
    folder = written(one_night(tmp_path / "drop", tmp_path), tmp_path / "pages")
    (picture,) = pictures(folder)
    described = picture.findtext("desc") or ""
    assert f" {authorizations} authorization{'s' if authorizations > 1 else ''}." in " ".join(described.split())
    assert sum("authorized" in (title.text or "") for title in picture.findall(".//g/title")) == authorizations


@pytest.mark.parametrize(
    ("silent", "said_of_it"),
    [
        ("false", None),
        ("claim_id = (select min(claim_id) from audit.net_paid_claims where drug = 'mecasermin')", "1 of {n} net paid"),
        ("true", "No net paid claim of mecasermin says what was paid"),
    ],
)
def test_claims_that_do_not_say_what_was_paid_are_told(
    database: Path, tmp_path: Path, silent: str, said_of_it: str | None
) -> None:
    """A sum that leaves them out looks like any other; of a drop without amounts it would say $0."""
    claims = ("store.pharmacy_claims", "store.medical_claims")
    folder = written(database, tmp_path, *(f"update {table} set paid_amount = null where {silent}" for table in claims))
    with store.connect(database, read_only=True) as con:
        [(n,)] = con.sql("select count(*) from audit.net_paid_claims where drug = 'mecasermin'").fetchall()
    for page in ("compliance.html", "over_dose.html"):
        words = said(read(folder / page))
        assert ("what was paid:" in words) == (said_of_it is not None)
        assert (said_of_it or "").format(n=f"{n:,}") in words
    assert ("for which the plan paid" in words) == (silent != "true")


def test_no_id_is_a_formula_or_markup(database: Path, tmp_path: Path) -> None:
    change = "'=cmd<b>' || member_id"
    tables = ("members", "dispensings", "episodes", "findings", "cases")
    folder = written(database, tmp_path, *(f"update store.{table} set member_id = {change}" for table in tables))
    assert "\r\n'=cmd<b>" in (folder / "dispensed_over_dose.csv").read_bytes().decode()
    assert "\r\n=cmd" not in (folder / "dispensed_over_dose.csv").read_bytes().decode()
    assert "<b>M" not in text(folder)


def test_a_plan_without_anything(database: Path, tmp_path: Path) -> None:
    folder = emptied(database, tmp_path)
    page = read(folder / "over_dose.html")
    assert page.figures["Requests above the limit"] == ("—", "of 0 whose dose and weight settle it")
    assert page.figures["Paid for that excess"][0] == "—"
    assert not pictures(folder)
    assert "There is no request and no dispensing" in said(page)
    assert "nan" not in said(page).lower().split()


def test_a_plan_without_over_dose(database: Path, tmp_path: Path) -> None:
    innocent = [f"delete from store.{table} where status = 'over_dose'" for table in ("dispensings", "episodes")]
    clear = "update store.cases set requested_over_dose = false where requested_over_dose"
    folder = written(database, tmp_path, *innocent, clear)
    page = read(folder / "over_dose.html")
    assert page.figures["Dispensings above the limit and whole vials"][0] == "0 0%"
    assert page.figures["Of them approved"][0] == "—"
    assert "No member was dispensed more" in said(page)
    assert not pictures(folder)


def test_what_requests_leave_open_is_told_from_there_being_none(database: Path, tmp_path: Path) -> None:
    open_doses = written(database, tmp_path / "open", "update store.cases set requested_over_dose = null")
    assert lead(open_doses)[0].startswith(
        "No request's dose and weight settle whether it asks for more than the limit."
    )
    none = written(database, tmp_path / "none", "delete from store.cases", "delete from store.pa_requests")
    assert lead(none)[0].startswith("There is no request. <b")


def test_dispensings_above_the_limit_that_are_no_slip_leave_no_empty_line(database: Path, tmp_path: Path) -> None:
    no_slips = "delete from store.dispensings d using audit.findings f where f.kind = 'over_dose' and"
    same = "f.reason = 'implausible' and d.member_id = f.member_id and d.service_date = f.service_date"
    no_runs = "delete from store.episodes where status = 'over_dose'"
    folder = written(database, tmp_path, f"{no_slips} {same}", no_runs)
    assert int(read(folder / "over_dose.html").figures["Dispensings above the limit and whole vials"][0].split()[0]) > 0
    assert len(lead(folder)) == 1
