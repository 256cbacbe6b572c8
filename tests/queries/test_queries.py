"""Every shipped query says what it asks, runs where analysts run it, and gives the answer that is written beside it."""

import re
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest
from harness import Night

from pa_audit import store
from pa_audit.resources import SQL
from tests.ingest.nights import rows
from tests.night.nights import Nights
from tests.queries.answers import EXPECTED, QUERIES, answer

ALL = sorted(QUERIES.glob("*.sql"))
VIEWS = sorted((SQL / "views").glob("*.sql"))
CLIENT = Path(sys.executable).with_name("duckdb")  # the command-line client 1.5.6 of the test extra


def comment(path: Path) -> list[str]:
    """Give the lines of the comment that a file begins with."""
    lines = path.read_text(encoding="utf-8").splitlines()
    return [line.removeprefix("-- ") for line in lines[: next(n for n, line in enumerate(lines) if line[:2] != "--")]]


def test_there_are_queries_with_answers() -> None:
    assert len(ALL) >= 20
    assert {path.stem for path in ALL} == {path.stem for path in EXPECTED.glob("*.csv")}


@pytest.mark.parametrize("path", ALL, ids=lambda path: path.stem)
def test_a_query_says_its_question_its_grain_and_how_to_change_it(path: Path) -> None:
    question, *others = comment(path)
    assert question.endswith("?")
    assert [line for line in others if line.startswith("Grain: one row a")]
    assert [line for line in others if line.startswith("To change: ")]


@pytest.mark.parametrize("path", VIEWS, ids=lambda path: path.stem)
def test_a_view_file_holds_one_view_with_its_question_and_grain_in_line_one(path: Path) -> None:
    assert re.fullmatch(r".+\? Grain: one row an? .+\.", comment(path)[0])
    made = re.findall(r"^create or replace view audit\.(\w+) as", path.read_text(encoding="utf-8"), re.MULTILINE)
    assert made == [path.stem]


@pytest.mark.parametrize("path", ALL, ids=lambda path: path.stem)
def test_a_query_gives_the_answer_beside_it(sample_night: Night, path: Path) -> None:
    assert answer(sample_night.database, path) == (EXPECTED / f"{path.stem}.csv").read_text(encoding="utf-8")


def test_the_day_of_the_audit_is_that_of_the_last_run_not_the_latest_of_all(tmp_path: Path) -> None:
    nights = Nights(tmp_path)
    drop = tmp_path / "drop"
    drop.mkdir()
    for extract in ("members", "pa_requests"):  # pended since 2024-01-02
        (drop / f"{extract}.csv").write_text(rows(extract))
    for as_of in (date(2024, 6, 30), date(2024, 1, 12)):
        nights.run(drop, as_of)
    assert [row[-1] for row in nights.ask(store.sql("queries/undecided_requests").rstrip().rstrip(";"))] == [10]


def counting(path: Path) -> str:
    """Ask how many rows a query gives."""
    query = path.read_text(encoding="utf-8").strip().removesuffix(";")
    return f"with answer as (\n{query}\n) select '{path.stem}' as name, count(*) as n from answer;\n"


def test_the_older_client_gives_as_many_rows(sample_night: Night) -> None:
    command = [str(CLIENT), "-readonly", "-csv", "-noheader", str(sample_night.database)]
    script = "".join(map(counting, ALL))
    done = subprocess.run(command, input=script, capture_output=True, text=True, check=True)
    lines = {path.stem: (EXPECTED / f"{path.stem}.csv").read_text(encoding="utf-8").count("\n") - 1 for path in ALL}
    assert dict(line.split(",") for line in done.stdout.split()) == {name: str(n) for name, n in lines.items()}
