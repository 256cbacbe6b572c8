"""The benchmarks' peers give the published answers, so that their times are those of the same work."""

import shutil
from collections.abc import Callable
from pathlib import Path

import duckdb
import pytest
from harness import Night

from peers import by_cql, by_pandas, by_sql, ours
from peers.compare import cells_alike
from peers.given import make

CASES = 300  # at least
Answer = Callable[[Path, Path], object]
no_npm = pytest.mark.skipif(shutil.which("npm") is None, reason="node is not on this machine")
WHERE_NODE_IS = () if by_cql.installed() else (pytest.mark.slow, no_npm)


@pytest.fixture(scope="module")
def given(sample_night: Night, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("peers") / "given"
    make(sample_night.database, folder)
    return folder


@pytest.mark.parametrize(
    "answer", [ours.answer, by_sql.answer, by_pandas.answer, pytest.param(by_cql.answer, marks=WHERE_NODE_IS)]
)
def test_a_peer_gives_the_published_answers(answer: Answer, given: Path, tmp_path: Path) -> None:
    answer(given, tmp_path)
    assert cells_alike(given, tmp_path) > 10 * CASES


def test_a_single_cell_that_differs_is_told(given: Path, tmp_path: Path) -> None:
    by_sql.answer(given, tmp_path)
    file = tmp_path / "I.A.parquet"
    one = f"""(select min("case") from '{file}')"""
    changed = f"""select * replace (if("case" = {one}, null, "I.A.1") as "I.A.1") from '{file}'"""
    duckdb.execute(f"copy ({changed}) to '{file}.new' (format parquet)")
    Path(f"{file}.new").replace(file)
    with pytest.raises(SystemExit, match="1 of which differ"):
        cells_alike(given, tmp_path)
