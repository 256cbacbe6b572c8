"""What a drop is called and holds cannot get out of it: no other file, no SQL, no shell, no formula, no markup."""

import csv
import gzip
import os
import stat
import zipfile
from pathlib import Path

import polars as pl
import pytest
from harness import SAMPLE
from ingest.nights import members

from pa_audit import config, foreign_sql, night, show, state, store
from pa_audit.inert import FORMULA
from pa_audit.synthetic import AS_OF

NAMES = (
    "members_'; drop table store.members; --.csv",
    'members_"; drop schema audit cascade; --.csv',
    "members_$(touch pwned).csv",
    "members_`touch pwned`; touch pwned & .csv",
    "members_..\\..\\pwned.csv",
    "members_..%2F..%2Fpwned.csv",
    "members_{names}{0}%s%(x)s.csv",
    "members_*?[a-z].csv",
    "members_[bold red]x[!].csv",
    "members_=cmd|'\\C calc'!A1.csv",
    "members_<script>alert(1)<\\script>.csv",
    f"members_{'x' * 243}.csv",  # 255 bytes, the longest there is
    f"members_{'x' * 240}.csv.gz",
)
IGNORED = (b"members_\xff.csv", b"members_\n.csv", b"members_\x1b[2J.csv", "members_\u202egpj.csv".encode())


def test_a_name_is_a_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    drop, inside = tmp_path / "drop", tmp_path / "inside"
    drop.mkdir()
    inside.mkdir()
    for number, name in enumerate(NAMES):
        text = members(f"m{number}").encode()
        (drop / name).write_bytes(gzip.compress(text, mtime=0) if name.endswith("gz") else text)
    for odd in IGNORED:
        (drop / os.fsdecode(odd)).write_text(members("odd"))
    (tmp_path / "outside.csv").write_text(members("outside"))
    links = {"out": "../outside.csv", "root": tmp_path / "outside.csv", "nowhere": "gone", "loop": "members_loop.csv"}
    for name, target in links.items():
        (drop / f"members_{name}.csv").symlink_to(target)
    (drop / "members_dir.csv").symlink_to("..", target_is_directory=True)
    monkeypatch.chdir(inside)
    with show.notes():
        done = night.run(drop, inside / "pa_audit.duckdb", inside / "reports", AS_OF)
    said = capsys.readouterr().out
    assert "note: ignored 'members_\\x1b[2J.csv'" in said
    assert "\x1b" not in said
    assert "\u202e" not in said
    with store.connect(done.database, read_only=True) as con:
        read = con.execute("select source_file from audit.files where status = 'read'").fetchall()
        ids = con.execute("select member_id from audit.members").fetchall()
        ((inputs,),) = con.execute("select inputs from audit.runs").fetchall()
    assert {name for (name,) in read} == set(NAMES)
    assert {name for (name,) in ids} == {f"m{number}" for number in range(len(NAMES))}
    assert len(inputs) == len(NAMES) and None not in inputs
    assert {path.name for path in tmp_path.iterdir()} == {"drop", "inside", "outside.csv"}
    assert {path.name for path in inside.iterdir()} == {"pa_audit.duckdb", "pa_audit.duckdb.d", "reports"}
    assert {path.name for path in state.folder(done.database).iterdir()} == {"lock", "drops", "runs"}
    assert_inert(done.reports)


HOSTILE = "=1+1<script>alert('x')</script>&"


def test_what_fields_hold_is_no_formula_and_no_markup(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The sample, with ids that are formulas and scripts, through every CSV and page of the reports."""
    drop = tmp_path / "drop"
    drop.mkdir()
    for path in SAMPLE.glob("*[!e].csv"):  # not the *_late ones, with their broken rows
        rows = pl.read_csv(path, infer_schema=False)
        rows.with_columns((pl.lit(HOSTILE) + pl.col("^.*_id$")).name.keep()).write_csv(drop / path.name)
    settings = config.load(SAMPLE / "pa_audit.toml")
    done = night.run(drop, tmp_path / "pa_audit.duckdb", tmp_path / "reports", AS_OF, settings)
    assert_inert(done.reports)
    quoted = [path.name for path in done.reports.glob("*.csv") if f"'{HOSTILE}" in path.read_text(encoding="utf-8")]
    assert {"dispensed_over_dose.csv", "requested_over_dose.csv", "sustained_over_dose.csv"} <= set(quoted)
    page = (done.reports / "over_dose.html").read_text(encoding="utf-8")
    assert "&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;&amp;M" in page
    query = "select member_id, -1 as n, '-2' as t, case_weight_kg from audit.cases where member_id like '=%' limit 5"
    with foreign_sql.query(done.database, query) as (columns, found):
        show.as_csv(columns, found)
    records = list(csv.reader(capsys.readouterr().out.splitlines()))[1:]
    assert {(row[0][:4], row[1], row[2]) for row in records} == {("'=1+", "-1", "'-2")}


def assert_inert(reports: Path) -> None:
    """Look at every cell of every CSV file, and at every page, for what would run."""
    files = [path for path in reports.rglob("*") if path.is_file()]
    assert {path.suffix for path in files} == {".csv", ".html", ".xlsx"}
    for path in files:
        if path.suffix == ".xlsx":
            with zipfile.ZipFile(path) as book:
                sheets = [book.read(name) for name in book.namelist() if "/worksheets/" in name]
            assert not [sheet for sheet in sheets if b"<f>" in sheet or b"<f " in sheet]
            continue
        text = path.read_bytes().decode()
        if path.suffix == ".html":
            assert "<script" not in text
            assert " onload" not in text
        else:
            cells = [cell for row in csv.reader(text.splitlines(keepends=True)) for cell in row]
            assert [cell for cell in cells if cell and cell[0] in FORMULA[2:-1] and not number(cell)] == []


def number(cell: str) -> bool:
    try:
        float(cell)
    except ValueError:
        return False
    return True


def test_whatever_the_callers_umask_all_that_is_written_is_private_while_it_is_written(tmp_path: Path) -> None:
    drop, database, reports = tmp_path / "drop", tmp_path / "pa_audit.duckdb", tmp_path / "reports"
    drop.mkdir()
    (drop / "members.csv.gz").write_bytes(gzip.compress(members().encode(), mtime=0))
    seen = set[Path]()

    def look(step: str) -> None:
        for path in [*state.folder(database).rglob("*"), *reports.rglob("*")]:
            if not path.is_symlink():
                seen.add(path)
                assert stat.S_IMODE(path.stat().st_mode) == (0o700 if path.is_dir() else 0o600), (step, path)

    before = os.umask(0)
    try:
        night.run(drop, database, reports, AS_OF, progress=look)
        look("afterwards")
    finally:
        os.umask(before)
    assert {path.name for path in seen} >= {"master.duckdb", "drops", ".1.tmp", "1.duckdb", "lock", "compliance.html"}
    assert stat.S_IMODE(database.stat().st_mode) == 0o440
    assert stat.S_IMODE(reports.stat().st_mode) == 0o700


def test_the_pattern_of_a_formula_is_the_list_that_is_looked_for() -> None:
    assert set("=+-@\t\r\n") <= set(FORMULA[2:-1])
