"""A publication that an earlier version made: what it lacks is said in one line, until a night brings it up to date."""

import shutil
from pathlib import Path

import pytest
from harness import Command, Night

from pa_audit import store


@pytest.fixture
def earlier(sample_night: Night, tmp_path: Path) -> Path:
    database = Path(shutil.copyfile(sample_night.database, tmp_path / "earlier.duckdb"))
    with store.connect(database) as con:
        con.execute("drop view audit.policy")
        con.execute("drop view audit.clauses")
        con.execute("drop view audit.samples")
    return database


def test_what_it_lacks_is_one_line(earlier: Path, pa_audit: Command, tmp_path: Path) -> None:
    with store.connect(earlier, read_only=True) as con:
        ((pa_id,),) = con.execute("select min(pa_id) from audit.cases").fetchall()
    (tmp_path / "key").write_bytes(bytes(range(64)))
    (tmp_path / "key").chmod(0o600)
    share = ("share", "--deidentify", tmp_path / "key", "--out", tmp_path / "out")
    draw = ("sample", "draw", "s", "--frame", "net_paid_claims", "--size", "3")
    sheet = ("explain", pa_id, "--html", tmp_path / "sheet.html")
    for command in (("explain", pa_id), sheet, share, draw, ("sample", "verify", "s")):
        done = pa_audit(*map(str, command), "--database", str(earlier))
        assert done.returncode == 2, done.stderr
        assert done.stderr.startswith(
            f"pa-audit: {earlier}: expected a publication of pa-audit run, and of this version"
        )
        assert done.stderr.count("\n") == 1
