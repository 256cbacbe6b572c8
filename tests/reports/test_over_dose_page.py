"""over_dose.html and its lists: well-formed, self-contained, the same every time, sensible on an empty plan."""

import re
import xml.etree.ElementTree as ET
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import polars as pl
import pytest
from reports.html import Page, read
from reports.over_dose import audited, emptied, run_over

from pa_audit import over_dose_report
from pa_audit.config import Config
from pa_audit.policy.cp_phar_150 import Readings
from pa_audit.policy.cp_phar_150.terms import Terms
from pa_audit.resources import SQL

FILES = {"over_dose.html", *(f"{name}.csv" for name in over_dose_report.LISTS)}


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return audited(tmp_path_factory.mktemp("sample"))


@pytest.fixture(scope="module")
def folder(database: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return written(tmp_path_factory.mktemp("over_dose"), database)


def written(folder: Path, database: Path, *changes: str, config: Config = Config()) -> Path:  # noqa: B008 (frozen)
    """Write the report over a changed copy of the sample's publication."""
    over_dose_report.write(run_over(database, folder / "run", *changes, config=config), folder)
    return folder


def text(folder: Path) -> str:
    return (folder / "over_dose.html").read_text(encoding="utf-8")


def said(page: Page) -> str:
    return " ".join(page.text.split())


def pictures(folder: Path) -> list[ET.Element]:
    return [ET.fromstring(svg) for svg in re.findall(r'<svg class="plot".*?</svg>', text(folder), re.DOTALL)]


def test_every_query_begins_with_its_question_and_ends_sorted() -> None:
    queries = {path.stem: path.read_text(encoding="utf-8") for path in (SQL / "reports_over_dose").glob("*.sql")}
    assert set(queries) == {*over_dose_report.TABLES, *over_dose_report.PICTURED, "prepare"}
    for name, query in queries.items():
        assert query.startswith("-- ")
        assert "?" in query.splitlines()[0]
        assert name in {"prepare", "requests"} or query.strip().splitlines()[-1].startswith("order by ")


def test_it_writes_private_files_and_counts_its_lists(database: Path, tmp_path: Path) -> None:
    run = run_over(database, tmp_path / "run")
    counts = over_dose_report.write(run, tmp_path)
    written_files = {path for path in tmp_path.iterdir() if path.is_file()}
    assert {path.name for path in written_files} == FILES
    assert {path.stat().st_mode & 0o777 for path in written_files} == {0o600}
    assert set(counts) == set(over_dose_report.LISTS)
    assert all(count > 0 for count in counts.values())


def test_the_same_master_gives_the_same_bytes(database: Path, folder: Path, tmp_path: Path) -> None:
    again = written(tmp_path, database)
    for name in FILES:
        assert (again / name).read_bytes() == (folder / name).read_bytes(), name


def test_it_is_well_formed_and_accessible(folder: Path) -> None:
    page = read(folder / "over_dose.html")
    assert page.headings.count(1) == 1
    assert all(later - earlier <= 1 for earlier, later in zip(page.headings, page.headings[1:], strict=False))
    assert page.headers_without_scope == 0
    ids = [value for _, name, value in page.attributes if name == "id"]
    assert len(ids) == len(set(ids))
    targets = [value.split() for _, name, value in page.attributes if name in {"aria-labelledby", "href"}]
    assert {target.removeprefix("#") for values in targets for target in values} <= set(ids)


def test_it_asks_for_nothing_outside(folder: Path) -> None:
    for way_out in ("http", "src=", "@import", "url(", "<script", "<link", "<iframe", "javascript:"):
        assert way_out not in text(folder)
    assert len(text(folder)) < 300_000


def test_pictures_are_well_formed_with_a_text_alternative(folder: Path) -> None:
    found = pictures(folder)
    assert 0 < len(found) <= over_dose_report.MEMBERS
    for svg in found:
        title, described = svg.find("title"), svg.find("desc")
        assert svg.get("role") == "img"
        assert title is not None and title.text
        assert described is not None and described.text
        assert svg.get("aria-labelledby", "").split() == [title.get("id"), described.get("id")]
        assert "above both limits" in described.text or "Sustained" in described.text
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
    ranked = over_dose_report.worst_members(dispensed, sustained.drop("reason"))
    assert ranked["member_id"].to_list() == ["both", "worst", "slip"]
    assert ranked["excess_mg"].to_list() == [299, 300, 900]
    assert ranked["sustained_mg"].to_list() == [200, 0, 0]
    assert ranked["implausible_mg"].to_list() == [99, 0, 900]


def test_it_says_what_claims_prove_and_how_it_was_decided(folder: Path) -> None:
    words = said(read(folder / "over_dose.html"))
    assert "Claims prove excess supply, not the dose given." in words
    assert "never added to them" in words
    assert "Older than 180 days is too old" in words
    assert "One of them, worked out" in words
    assert "at most 90" in words
    assert "is verified" in words


def test_it_names_the_readings_that_are_in_force(database: Path, tmp_path: Path) -> None:
    readings = replace(Readings(), R8="90_days", R9="every_mg", R12="30_days")
    words = said(read(written(tmp_path, database, config=replace(Config(), terms=Terms(readings))) / "over_dose.html"))
    assert "Older than 90 days is too old, not the default" in words
    assert "Every milligram above the limit counts, not the default" in words
    assert "Where none says: 30 days, not the default" in words
    assert "above the limit and whole vials" not in words


def test_unverified_codes_in_use_are_named(database: Path, tmp_path: Path) -> None:
    words = said(read(written(tmp_path, database, "update store.value_sets set verified = false") / "over_dose.html"))
    assert "NDC 15054104005" in words
    assert "HCPCS J2170" in words
    assert "is verified" not in words


@pytest.mark.parametrize("start", ["=", "+", "-", "@"])
def test_no_id_is_a_formula_or_markup(database: Path, tmp_path: Path, start: str) -> None:
    change = f"'{start}cmd<b>' || member_id"
    tables = ("dispensings", "episodes", "findings", "cases")
    folder = written(tmp_path, database, *(f"update store.{table} set member_id = {change}" for table in tables))
    assert f"\r\n'{start}cmd<b>" in (folder / "dispensed_over_dose.csv").read_bytes().decode()
    assert f"\r\n{start}cmd" not in (folder / "dispensed_over_dose.csv").read_bytes().decode()
    assert "<b>M" not in text(folder)


def test_a_plan_without_anything(database: Path, tmp_path: Path) -> None:
    over_dose_report.write(emptied(database, tmp_path / "run"), tmp_path)
    page = read(tmp_path / "over_dose.html")
    assert page.figures["Requests above the limit"] == ("—", "of 0 whose dose and weight settle it")
    assert page.figures["Paid for that excess"][0] == "—"
    assert not pictures(tmp_path)
    assert "There is no request and no dispensing" in said(page)
    assert "nan" not in said(page).lower().split()
    assert {path.name for path in tmp_path.iterdir() if path.is_file()} == FILES


def test_a_plan_without_over_dose(database: Path, tmp_path: Path) -> None:
    innocent = [f"delete from store.{table} where status = 'over_dose'" for table in ("dispensings", "episodes")]
    clear = "update store.cases set requested_over_dose = false where requested_over_dose"
    page = read(written(tmp_path, database, *innocent, clear) / "over_dose.html")
    assert page.figures["Dispensings above the limit and whole vials"][0] == "0"
    assert page.figures["Of them approved"][0] == "—"
    assert "No member was dispensed more" in said(page)
    assert not pictures(tmp_path)
