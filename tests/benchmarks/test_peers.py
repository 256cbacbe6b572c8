"""The benchmarks' peers give the published answers, so that their times are those of the same work."""

import shutil
from importlib import import_module
from pathlib import Path

import duckdb
import pytest
from harness import Night

from peers import BESIDE, by_cql, by_sql
from peers.compare import cells_alike
from peers.given import make

CASES = 300  # at least
no_npm = pytest.mark.skipif(shutil.which("npm") is None, reason="node is not on this machine")
WHERE_PANDAS_IS = () if BESIDE.exists() else (pytest.mark.slow,)
WHERE_NODE_IS = () if by_cql.installed() else (pytest.mark.slow, no_npm)


@pytest.fixture(scope="module")
def given(sample_night: Night, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("peers") / "given"
    make(sample_night.database, folder)
    return folder


@pytest.mark.parametrize(
    "peer",
    [
        "ours",
        "by_sql",
        pytest.param("by_pandas", marks=WHERE_PANDAS_IS),
        pytest.param("by_cql", marks=WHERE_NODE_IS),
    ],
)
def test_a_peer_gives_the_published_answers(peer: str, given: Path, tmp_path: Path) -> None:
    import_module(f"peers.{peer}").answer(given, tmp_path)
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
