"""The reviewers' worklist, read back with another library, filled in, saved as CSV and taken in the next night."""

import csv
import io
import shutil
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from harness import AS_OF, SAMPLE, Night
from openpyxl import Workbook, load_workbook
from openpyxl.cell.cell import Cell
from openpyxl.utils.escape import unescape
from openpyxl.worksheet.worksheet import Worksheet

from pa_audit import config, night, policy, publication, reports, store
from pa_audit.extracts import EXTRACTS
from pa_audit.reports import words, worklist
from pa_audit.review_extracts import DISPOSITIONS

WORDS = words.of(policy.DEFAULT).lists

CREATED = datetime(2023, 6, 30)
DAY = date.fromisoformat(AS_OF)


@pytest.fixture
def plan(sample_night: Night, tmp_path: Path) -> Path:
    """A plan of one's own after the night of the sample: its publication."""
    shutil.copytree(sample_night.database.parent, tmp_path / "plan", symlinks=True)
    return tmp_path / "plan" / sample_night.database.name


def next_night(plan: Path, **files: bytes) -> night.Summary:
    drop = plan.parent / f"drop_{len(list(plan.parent.glob('drop_*')))}"
    drop.mkdir()
    for name, content in files.items():
        (drop / f"{name}.csv").write_bytes(content)
    return night.run(drop, plan, plan.parent / "reports", DAY, config.load(SAMPLE / "pa_audit.toml"))


def opened(content: Path | bytes) -> Workbook:
    return load_workbook(io.BytesIO(content) if isinstance(content, bytes) else content)


def sheet_of(plan: Path) -> Worksheet:
    return opened(plan.parent / "reports" / "latest" / "worklist.xlsx")["worklist"]


def rows(sheet: Worksheet) -> list[dict[str, Any]]:
    names, *values = sheet.iter_rows(values_only=True)
    return [dict(zip(map(str, names), row, strict=True)) for row in values]


def ask(database: Path, query: str) -> list[tuple[Any, ...]]:
    with store.connect(database, read_only=True) as con:
        return con.execute(query).fetchall()


def shown(cell: Cell) -> str:
    """Give what a spreadsheet program shows in a cell, which is what it saves as CSV."""
    if isinstance(cell.value, datetime):
        assert cell.number_format == "yyyy-mm-dd"
        return f"{cell.value:%Y-%m-%d}"
    if isinstance(cell.value, int | float):
        assert cell.number_format == "#,##0.00"
        return f"{cell.value:,.2f}"
    return str(cell.value or "")


def saved_as_csv(sheet: Worksheet) -> bytes:
    """Save a sheet the way "CSV UTF-8" does: byte order mark, CRLF, as shown."""
    text = io.StringIO()
    csv.writer(text).writerows([shown(cell) for cell in row] for row in sheet.iter_rows())
    return text.getvalue().encode("utf-8-sig")


def fill_in(sheet: Worksheet, row: int, **answers: object) -> str:
    """Answer in one row of the list; gives the finding's id. A date is entered as a date: its cell is formatted so."""
    columns = {cell.value: cell.column for cell in sheet[1]}
    answers = {"reviewer": "R. Viewer", "disposition_date": datetime(2023, 6, 29)} | answers
    for name, value in answers.items():
        cell = sheet.cell(row, columns[name], value)
        cell.number_format = sheet.column_dimensions[cell.column_letter].number_format or "General"
        if name == "disposition_date":
            cell.number_format = "yyyy-mm-dd"
    return str(sheet.cell(row, columns["finding_id"]).value)


def test_a_row_is_as_high_as_its_sentences(sample_night: Night) -> None:
    """Not every program works that out when it opens a file."""
    sheet = opened(sample_night.reports / "latest" / "worklist.xlsx")["worklist"]
    width = sheet.column_dimensions["C"].width
    heights = {row: sheet.row_dimensions[row].height for row in range(2, sheet.max_row + 1)}
    long = [row for row in heights if len(str(sheet.cell(row, 3).value)) > 2 * width]
    assert long and all(heights[row] >= 30 for row in long)
    assert min(heights.values()) == 15 and sheet["C1"].value == "summary"


def test_every_open_finding_is_listed_the_worst_first(sample_night: Night) -> None:
    query = "select finding_id, severity, amount_at_risk from audit.findings where state = 'open'"
    ranks = {"high": 0, "medium": 1, "advisory": 2}
    worst = sorted(ask(sample_night.database, query), key=lambda f: (ranks[f[1]], f[2] is None, -(f[2] or 0), f[0]))
    listed = rows(sheet_of(sample_night.database))
    assert [row["finding_id"] for row in listed] == [finding_id for finding_id, *_ in worst]
    counted = ask(sample_night.database, "select (counts ->> 'worklist')::int from audit.runs")
    assert counted == [(len(worst),)]


def plain(value: Any) -> Any:
    """Bring what a cell and a column hold to the same types."""
    if isinstance(value, datetime):
        return value.date()
    return float(value) if isinstance(value, Decimal | int | float) else value or None


def test_a_row_shows_its_finding(sample_night: Night) -> None:
    names = (
        "finding_id", "kind", "summary", "pa_id", "member_id", "service_date", "measurement_id", "amount_at_risk",
        "excess_amount", "facts_sha256",
    )  # fmt: skip
    claims = "list_aggregate(claim_ids, 'string_agg', ' ')"
    found = ask(sample_night.database, f"select {', '.join(names)}, {claims} from audit.findings where state = 'open'")
    listed = [tuple(plain(row[name]) for name in (*names, "claims")) for row in rows(sheet_of(sample_night.database))]
    assert sorted(listed) == sorted(tuple(map(plain, finding)) for finding in found)


def test_a_row_says_in_words_what_it_is_and_what_to_ask_for(sample_night: Night) -> None:
    listed = rows(sheet_of(sample_night.database))
    assert {row["kind"]: row["finding"] for row in listed}.items() <= WORDS["kind"].items()
    needed = ask(sample_night.database, "select pa_id, list(ask) from audit.what_would_settle group by pa_id")
    wanted = {pa_id: {WORDS["ask"][token] for token in tokens if token} for pa_id, tokens in needed}
    undocumented = [row for row in listed if row["kind"] == "undocumented_approval"]
    assert undocumented
    for row in undocumented:
        assert set(filter(None, (row["ask_for"] or "").split("; "))) == wanted[row["pa_id"]]
    assert not [row for row in listed if row["ask_for"] and row["kind"] != "undocumented_approval"]


def test_a_finding_that_a_sheet_shows_leads_there(sample_night: Night) -> None:
    place = sample_night.reports / "latest"
    sheet = sheet_of(sample_night.database)
    columns = {cell.value: cell.column for cell in sheet[1]}
    led = [sheet.cell(row, columns["sheet"]).hyperlink for row in range(2, sheet.max_row + 1)]
    assert all(led[:50]), "the worst 50 have a sheet"
    assert None in led
    assert {link.target for link in led if link} == {
        f"cases/{path.name}" for path in (place / "cases").glob("?*[0-9a-f].html")
    }
    for row, link in zip(rows(sheet), led, strict=True):
        if link:
            assert row["sheet"] == "open"
            page = (place / link.target).read_text(encoding="utf-8")
            assert (row["pa_id"] or row["member_id"]) in page


def test_it_is_ready_to_work_with(sample_night: Night) -> None:
    sheet = sheet_of(sample_night.database)
    assert sheet.freeze_panes == "A2"
    assert sheet.auto_filter.ref == sheet.dimensions
    columns = {cell.value: cell.column_letter for cell in sheet[1]}
    wrapped = {name for name, letter in columns.items() if sheet[f"{letter}2"].alignment.wrap_text}
    assert wrapped == {"summary"}, "a row is as high as its longest sentence, and ids do not make it higher"
    choice, day = sheet.data_validations.dataValidation
    assert choice.formula1 == f'"{",".join(DISPOSITIONS)}"'
    assert str(choice.sqref) == f"{columns['disposition']}2:{columns['disposition']}{sheet.max_row}"
    assert str(day.sqref) == f"{columns['disposition_date']}2:{columns['disposition_date']}{sheet.max_row}"
    assert set(EXTRACTS["dispositions"].names) <= set(columns)
    for row in rows(sheet):
        assert not any(row[name] for name in EXTRACTS["dispositions"].answers)


def test_filled_in_and_saved_as_csv_it_comes_back(plan: Path) -> None:
    sheet = sheet_of(plan)
    confirmed = fill_in(sheet, 2, disposition="CONFIRMED")
    dismissed = fill_in(sheet, 3, disposition="DISMISSED", reason='weight "in pounds", see chart; Dr. Pérez')
    pending = fill_in(sheet, 4, disposition="PENDING")
    wrong = fill_in(sheet, 5, disposition="DISMISSED")  # a dismissal needs a reason
    summary = next_night(plan, dispositions_june=saved_as_csv(sheet))
    assert ask(plan, "select row_number, reasons from audit.quarantine where run_id = 2") == [
        (4, ["dismissal_without_reason"])
    ]
    (file,) = ask(plan, "select rows_read, rows_accepted, rows_repeated from audit.files where run_id = 2")
    assert file == (sheet.max_row - 1, 3, sheet.max_row - 1 - 4)
    decided = "select finding_id, disposition, disposition_state, disposition_reason, reviewer, disposition_date"
    assert set(ask(plan, f"{decided} from audit.findings where disposition is not null")) == {
        (confirmed, "CONFIRMED", "stands", None, "R. Viewer", date(2023, 6, 29)),
        (dismissed, "DISMISSED", "stands", 'weight "in pounds", see chart; Dr. Pérez', "R. Viewer", date(2023, 6, 29)),
        (pending, "PENDING", "stands", None, "R. Viewer", date(2023, 6, 29)),
    }
    settled = "select distinct finding_id from audit.amounts_at_risk where settled"
    assert ask(plan, settled) == [(dismissed,)], "a confirmed finding's dollars stay at risk"
    assert ("findings", "settled", 1) in publication.summary(plan)
    left = {row["finding_id"]: row for row in rows(sheet_of(plan))}
    assert not {confirmed, dismissed} & set(left)
    assert left[pending]["earlier"] == "PENDING by R. Viewer on 2023-06-29"
    assert left[wrong]["earlier"] is None
    assert summary.counts["worklist"] == sheet.max_row - 1 - 2


def test_what_was_decided_on_other_facts_comes_back_onto_the_list(plan: Path) -> None:
    sheet = sheet_of(plan)
    finding_id = fill_in(sheet, 2, disposition="CONFIRMED", reason="as charted")
    columns = {cell.value: cell.column for cell in sheet[1]}
    sheet.cell(2, columns["facts_sha256"], "0" * 64)  # the facts of an older list
    next_night(plan, dispositions=saved_as_csv(sheet))
    row = next(row for row in rows(sheet_of(plan)) if row["finding_id"] == finding_id)
    assert row["earlier"] == "CONFIRMED (facts changed) by R. Viewer on 2023-06-29: as charted"
    assert row["disposition"] is None, "saved as it is, the list must not decide anything anew"


FINDINGS = pl.DataFrame(
    {
        "severity": ["high", "high"],
        "summary": ['=HYPERLINK("http://x")', "x" * 40_000],
        "sheet": ["cases/0.html", None],
        "pa_id": ["a\u0000b_x0041_ <&>\r", " \n "],
        "disposition": [None, None],
        "disposition_date": [None, None],
        "amount_at_risk": ["-1.50", None],
    },
    schema_overrides={"disposition": pl.String, "disposition_date": pl.Date},
).with_columns(pl.col("amount_at_risk").cast(pl.Decimal(18, 2)))


def test_no_text_is_a_formula_or_too_long_for_a_cell() -> None:
    book = opened(worklist.workbook(FINDINGS, CREATED))
    formula, long = book["worklist"]["B2"], book["worklist"]["B3"]
    assert (formula.data_type, formula.value, formula.hyperlink) == ("s", '=HYPERLINK("http://x")', None)
    assert len(long.value) == 32_767
    written = {cell.value: cell.column_letter for cell in book["worklist"][1]}
    assert book["worklist"][f"{written['amount_at_risk']}2"].value == -1.5
    odd = [book["worklist"][f"{written['pa_id']}{row}"].value for row in (2, 3)]
    assert [unescape(text) for text in odd] == FINDINGS["pa_id"].to_list()
    assert book["how to"]["A1"].value


def test_the_same_findings_give_the_same_bytes() -> None:
    assert worklist.workbook(FINDINGS, CREATED) == worklist.workbook(FINDINGS, CREATED)


def test_an_empty_list_opens() -> None:
    sheet = opened(worklist.workbook(FINDINGS.clear(), CREATED))["worklist"]
    assert sheet.max_row == 1
    assert [cell.value for cell in sheet[1]] == FINDINGS.columns


def test_what_the_workbook_cannot_hold_is_a_csv_file(
    sample_night: Night, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(worklist, "SHOWN", 5)
        patch.setattr(night.Run, "master", sample_night.database)
        run = night.Run(1, DAY, SAMPLE, sample_night.database, tmp_path, config.Config())
        with reports.aside() as later, store.connect(run.master, read_only=True) as con:
            counts = worklist.write(run, con, tmp_path, later, [])
    assert opened(tmp_path / "worklist.xlsx")["worklist"].max_row == 6
    rest = pl.read_csv(tmp_path / "worklist_rest.csv", infer_schema=False)
    assert rest.height == counts["worklist"] - 5
    assert rest["finding_id"].to_list() == [row["finding_id"] for row in rows(sheet_of(sample_night.database))][5:]
    assert (tmp_path / "worklist.xlsx").stat().st_mode & 0o777 == 0o600
