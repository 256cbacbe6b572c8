"""What benchmarks start from: the master that the steps of a night left, whole."""

from pathlib import Path

import duckdb
from harness import ROOT, SAMPLE

from measure import python


def test_the_kept_master_has_what_the_ingest_accepted(tmp_path: Path) -> None:
    python(str(ROOT / "benchmarks" / "steps.py"), str(SAMPLE), str(tmp_path), "ingest")
    with duckdb.connect(tmp_path / "kept.duckdb", read_only=True) as con:
        assert con.execute("select count(*) > 0 from kept.store.members").fetchall() == [(True,)]
