"""What pa-audit sample collect makes of the amounts that a spreadsheet holds: cents, or a complaint."""

import csv
import tracemalloc
from collections.abc import Sequence
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

import polars as pl
import pytest
from openpyxl import load_workbook
from xlsxwriter import Workbook

from pa_audit.samples import filled_in, worksheets

from .conftest import Typed


def filled(path: Path, *amounts: float | str | None) -> Path:
    """Write a worksheet, one unit an amount."""
    blank = dict.fromkeys(worksheets.COLUMNS, pl.Series([None] * len(amounts), dtype=pl.String))
    known = {"unit": range(1, len(amounts) + 1), "item": "unit", "decision": "ERROR", "reviewer": "Ann"}
    columns = {
        name: pl.Series(name, value) if isinstance(value, range) else pl.lit(value) for name, value in known.items()
    }
    amount = pl.Series("audited_amount", amounts)
    path.write_bytes(worksheets.xlsx(pl.DataFrame(blank).with_columns(**columns, audited_amount=amount)))
    return path


@pytest.mark.parametrize(
    ("typed_in", "written"),
    [
        (19946.67, "19946.67"),
        (0.1 + 0.2, "0.30"),
        (19946.6700000001, "19946.67"),  # the tail of a sum
        (3 * 1.1 - 3.3, "0.00"),
        (0.0, "0.00"),
        (12, "12.00"),
        ("12.5", "12.50"),
        (" 12.50 ", "12.50"),
        (None, ""),
        (" ", " "),
        (59840 / 3, None),
        (0.005, None),
        (-1.5, None),
        ("$12.50", "12.50"),
        ("1,200.00", "1200.00"),
        ("$1,234,567.5", "1234567.50"),
        ("1,20", None),
        ("1,2000.00", None),
        ("12.50 $", None),
        ("50%", None),
        ("n/a", None),
    ],
)
def test_an_amount_is_cents_or_refused(
    typed_in: float | str | None, written: str | None, typed: Typed, tmp_path: Path
) -> None:
    sheet = filled(tmp_path / "reviews_x.xlsx", typed_in)
    code, _, err = typed("sample", "collect", sheet, "--out", tmp_path / "drop")
    if written is None:
        place = f"{sheet}: row 2, column audited_amount"
        assert (code, err.count("\n")) == (2, 1)
        assert f"{place}: expected dollars and cents, such as 1234.50" in err
        assert str(typed_in) not in err
    else:
        assert code == 0, err
        with (tmp_path / "drop" / "reviews_x.csv").open(encoding="utf-8", newline="") as file:
            assert [row["audited_amount"] for row in csv.DictReader(file)] == [written]


def typed_by_a_program(path: Path, cells: dict[str, Any], header: Sequence[str] = worksheets.COLUMNS) -> Path:
    """Write a worksheet of one unit as a spreadsheet program does, each cell a value and its number format."""
    with Workbook(path) as book:
        page = book.add_worksheet()
        page.write_row(0, 0, header)
        known: dict[str, Any] = {"sample_id": "x", "unit": 1, "item": "unit", "decision": "ERROR", "reviewer": "Ann"}
        for name, value in (known | cells).items():
            value, code = value if isinstance(value, tuple) else (value, "General")
            page.write(1, header.index(name), value, book.add_format({"num_format": code}))
    return path


@pytest.mark.parametrize(
    "amount",
    [True, False, (44927, "yyyy-mm-dd"), (44927, 14), (0.5, "h:mm"), (44927, '[$-409]d"." mmm yy'), (0.5, "0.00%")],
)
def test_what_is_no_amount_is_refused(amount: object, typed: Typed, tmp_path: Path) -> None:
    sheet = typed_by_a_program(tmp_path / "reviews_x.xlsx", {"audited_amount": amount})
    code, _, err = typed("sample", "collect", sheet, "--out", tmp_path / "drop")
    assert (code, err.count("\n")) == (2, 1) and "row 2, column audited_amount: expected dollars and cents" in err


@pytest.mark.parametrize("code", ["General", 4, 44, '_("$"* #,##0.00_)', '[Red]0.00" dollars"', "0.00E+00", "\\d0.00"])
def test_dollars_are_dollars_in_any_format(code: object, typed: Typed, tmp_path: Path) -> None:
    sheet = typed_by_a_program(tmp_path / "reviews_x.xlsx", {"audited_amount": (44927, code)})
    assert typed("sample", "collect", sheet, "--out", tmp_path / "drop")[0] == 0
    assert ",44927.00," in (tmp_path / "drop" / "reviews_x.csv").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("comment", "written"),
    [
        ((45047, "d.m.yyyy"), "2023-05-01"),
        ((45047.75, 22), "2023-05-01 18:00:00"),
        ((45047, "General"), "45047"),
        (True, "TRUE"),
    ],
)
def test_a_date_in_a_comment_stays_a_date(comment: object, written: str, typed: Typed, tmp_path: Path) -> None:
    sheet = typed_by_a_program(tmp_path / "reviews_x.xlsx", {"comment": comment})
    assert typed("sample", "collect", sheet, "--out", tmp_path / "drop")[0] == 0
    with (tmp_path / "drop" / "reviews_x.csv").open(encoding="utf-8", newline="") as file:
        assert [row["comment"] for row in csv.DictReader(file)] == [written]


def test_a_column_twice_is_refused(typed: Typed, tmp_path: Path) -> None:
    sheet = typed_by_a_program(tmp_path / "reviews_x.xlsx", {}, [*worksheets.COLUMNS, "decision"])
    code, _, err = typed("sample", "collect", sheet, "--out", tmp_path / "drop")
    assert (code, err) == (2, f"pa-audit: {sheet}: first page: expected one column decision, found several\n")


def test_nothing_is_written_unless_every_worksheet_is_good(typed: Typed, tmp_path: Path) -> None:
    good, bad = filled(tmp_path / "reviews_a.xlsx", 1.5), filled(tmp_path / "reviews_b.xlsx", 1.5, 2.5, 1 / 3)
    code, _, err = typed("sample", "collect", good, bad, "--out", tmp_path / "drop")
    assert code == 2 and "reviews_b.xlsx: row 4, column audited_amount:" in err
    assert not (tmp_path / "drop" / "reviews_a.csv").exists()


def test_two_worksheets_of_one_name_are_refused(typed: Typed, tmp_path: Path) -> None:
    for folder in ("ann", "ben"):
        (tmp_path / folder).mkdir()
    sheets = [filled(tmp_path / folder / "reviews_a.xlsx", 1.5) for folder in ("ann", "ben")]
    code, _, err = typed("sample", "collect", *sheets, "--out", tmp_path / "drop")
    assert (code, err.count("\n")) == (2, 1) and "two would become reviews_a.csv" in err
    assert not (tmp_path / "drop").exists()


def test_nothing_is_written_where_one_file_is_there_already(typed: Typed, tmp_path: Path) -> None:
    sheets = [filled(tmp_path / f"reviews_{name}.xlsx", 1.5) for name in "ab"]
    drop = tmp_path / "drop"
    drop.mkdir()
    (drop / "reviews_b.csv").write_text("filled in")
    code, _, err = typed("sample", "collect", *sheets, "--out", drop)
    assert (code, err.count("\n")) == (2, 1) and f"{drop / 'reviews_b.csv'}: exists already" in err
    assert [path.name for path in drop.iterdir()] == ["reviews_b.csv"]


@pytest.mark.parametrize("place", ["content", "flags", "method"])
def test_a_damaged_worksheet_is_one_line(place: str, typed: Typed, tmp_path: Path) -> None:
    """What it is compressed with, or that it is encrypted, stands at fixed places before a part's content."""
    sheet = filled(tmp_path / "reviews_a.xlsx", 1.5)
    content = bytearray(sheet.read_bytes())
    with ZipFile(sheet) as book:
        part = book.getinfo("xl/worksheets/sheet1.xml")
    if place == "content":
        start = part.header_offset + 30 + len(part.filename)
        content[start : start + 40] = b"\xff" * 40
    else:
        entry = content.rindex(b"PK\x01\x02", 0, content.rindex(part.filename.encode()))
        own, beside = {"flags": (6, 8), "method": (8, 10)}[place]
        content[part.header_offset + own] = content[entry + beside] = 99
    sheet.write_bytes(content)
    code, _, err = typed("sample", "collect", sheet, "--out", tmp_path / "drop")
    assert (code, err) == (2, f"pa-audit: {sheet}: {filled_in.WORKSHEET}\n")


@pytest.mark.parametrize("comment", ["=see p. 3", "-see chart", "+1 555", '="a"&"b"', "two\nlines", "café “note”"])
def test_a_comment_arrives_as_it_was_typed(comment: str, typed: Typed, tmp_path: Path) -> None:
    sheet = filled(tmp_path / "reviews_x.xlsx", 1.5)
    book = load_workbook(sheet)
    page = book.worksheets[0]
    page.cell(2, worksheets.COLUMNS.index("comment") + 1, comment).data_type = "s"
    book.save(sheet)
    assert typed("sample", "collect", sheet, "--out", tmp_path / "drop")[0] == 0
    with (tmp_path / "drop" / "reviews_x.csv").open(encoding="utf-8", newline="") as file:
        assert [row["comment"] for row in csv.DictReader(file)] == [comment]


def test_every_amount_to_mend_is_named_at_once(typed: Typed, tmp_path: Path) -> None:
    sheet = filled(tmp_path / "reviews_x.xlsx", 1.5, 0.005, 2.5, -1.0)
    code, _, err = typed("sample", "collect", sheet, "--out", tmp_path / "drop")
    assert (code, err) == (2, f"pa-audit: {sheet}: rows 3, 5, column audited_amount: {filled_in.AMOUNTS}\n")


def test_amounts_are_typed_into_a_column_of_numbers(tmp_path: Path) -> None:
    """In one of text a spreadsheet program would compute no formula."""
    columns = dict.fromkeys(worksheets.COLUMNS, pl.String) | worksheets.TYPED
    sheet = tmp_path / "reviews_x.xlsx"
    sheet.write_bytes(worksheets.xlsx(pl.DataFrame([[None] * len(columns)], schema=columns, orient="row")))
    page = load_workbook(sheet).worksheets[0]
    formats = {cell.value: page.column_dimensions[cell.column_letter].number_format for cell in page[1]}
    assert (formats["audited_amount"], formats["comment"]) == ("#,##0.00", "@")


def test_far_cells_take_no_memory(tmp_path: Path) -> None:
    sheet = filled(tmp_path / "reviews_x.xlsx", 1.5)
    far = "".join(f'<row r="{n}"><c r="XFD{n}"><v>1</v></c></row>' for n in range(3, 20_000))
    with ZipFile(sheet) as book:
        content = {name: book.read(name) for name in book.namelist()}
    content["xl/worksheets/sheet1.xml"] = content["xl/worksheets/sheet1.xml"].replace(
        b"</sheetData>", f"{far}</sheetData>".encode()
    )
    with ZipFile(sheet, "w", ZIP_DEFLATED) as book:
        for name, part in content.items():
            book.writestr(name, part)
    tracemalloc.start()
    rows = filled_in.read(sheet)
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert rows.height == 1 and most < 50 << 20


def test_another_kind_of_office_file_is_told_so(typed: Typed, tmp_path: Path) -> None:
    sheet = tmp_path / "reviews_x.xlsx"
    types = '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'
    with ZipFile(sheet, "w") as book:
        book.writestr("[Content_Types].xml", types)
    code, _, err = typed("sample", "collect", sheet, "--out", tmp_path / "drop")
    assert (code, err) == (2, f"pa-audit: {sheet}: {filled_in.WORKSHEET}\n")
