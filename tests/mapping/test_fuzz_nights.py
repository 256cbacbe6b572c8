"""Nights, checks and inspections of drops whose every file is mutated: no traceback, no hang, no lost row.

`test_fuzz.py` mutates one file at a time and looks at its reader; here the commands meet whole drops, as people give
them. Rows are counted a second time by the judge's reader of CSV, which shares nothing with the product's.
"""

import gzip
import io
import signal
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from ingest.nights import VALID, put, rows
from judge.rfc4180 import table
from mapping.test_accounts import MAPPING
from mapping.test_fuzz import SEEDS, Edit, edits, mutated

from pa_audit import cli, store

LONGEST = 120  # seconds for a command: a hundred times what it takes


def many(extract: str) -> str:
    """Write rows that differ in their keys, some of them quoted."""
    keys = {"members": "member_id", "medical_claims": "claim_id", "pharmacy_claims": "claim_id"}
    key = keys.get(extract, next(iter(VALID[extract])))
    return rows(extract, *({key: f'"x,{n}"' if n % 3 else f"m{n}"} for n in range(12)))


def _parquet(text: str) -> bytes:
    target = io.BytesIO()
    pl.read_csv(text.encode(), infer_schema=False).write_parquet(target)
    return target.getvalue()


OURS: dict[str, bytes] = {
    **{f"{extract}.csv": many(extract).encode() for extract in VALID},
    "members_2.csv.gz": gzip.compress(many("members").encode(), mtime=0),
    "pharmacy_claims_2.parquet": _parquet(many("pharmacy_claims")),
    "members_crlf.csv": many("members").replace("\n", "\r\n").encode(),
}
THEIRS: dict[str, bytes] = {name: content for name, (content, _, _) in SEEDS.items() if name != "people.cp1252"}
# File, extract, and what the mapping says of the two where it differs from what it says of the others.
SAID = (
    ("people.cr", "members", 'line_ends = "cr"\nleave_out = { TEST = ["y"] }'),
    ("people.cr", "growth_measurements", 'line_ends = "cr"\nkeep = { CM = ["*"] }'),
    ("claims.utf16", "medical_claims", 'encoding = "utf-16"\nlines = 3'),
    ("claims.titled", "medical_claims", "skip_lines = 2\nlines = 3"),
)
changes = st.lists(edits, min_size=len(OURS) + len(THEIRS), max_size=len(OURS) + len(THEIRS))


def mapping() -> str:
    """Give the mapping of the other fuzz test, with sources for the files that are written otherwise before its own."""
    head, *sources = MAPPING.split("[[")
    columns = {one.partition("]]")[0]: one.partition(".columns]")[2] for one in sources}
    before = [
        f'[[{extract}]]\nfiles = ["{file}"]\n{said}\n[{extract}.columns]{columns[extract]}'
        for file, extract, said in SAID
    ]
    return head + "".join(before) + "".join(f"[[{one}" for one in sources)


@contextmanager
def watched() -> Iterator[None]:
    """Fail where a command hangs."""

    def late(*_: object) -> None:
        raise AssertionError(f"a command took more than {LONGEST} s")

    before = signal.signal(signal.SIGALRM, late)
    signal.alarm(LONGEST)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)


def called(*tokens: object) -> int:
    with watched():
        return cli.launch(cli.app, list(map(str, tokens)))


def counted(database: Path) -> dict[str, int]:
    """Give the rows read of each file of our own layout that was read."""
    with store.connect(database, read_only=True) as con:
        asked = "select source_file, rows_read from audit.files where run_id = 1 and status = 'read'"
        return dict(con.execute(asked).fetchall())


def prove(found: list[list[Edit]]) -> None:
    """Take two nights, the second one of other people's files, and try both drops out."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        ours, theirs = folder / "ours", folder / "theirs"
        for drop, files in ((ours, OURS), (theirs, THEIRS)):
            drop.mkdir()
            for (file, content), edits_of in zip(files.items(), found[:: 1 if drop is ours else -1], strict=False):
                put(drop / file, mutated(content, edits_of))
        (folder / "own.toml").write_text(mapping(), encoding="utf-8")
        places = ["--database", folder / "out.duckdb", "--reports", folder / "reports", "--as-of", "2024-06-30"]
        alone = ["--as-of", "2024-06-30"]
        own = ["--mapping", folder / "own.toml"]
        for drop in (ours, theirs):
            assert called("inspect", drop) == 0
        assert called("check", "--extracts", ours, *alone) in (0, 1)
        assert called("run", "--extracts", ours, *places) == 0
        assert called("check", "--extracts", theirs, *alone, *own, "--database", folder / "out.duckdb") in (0, 1)
        assert called("run", "--extracts", theirs, *places, *own) == 0
        read = counted(folder / "out.duckdb")
        for file in (file for file in read if file.endswith(".csv")):
            judged = table((ours / file).read_bytes())
            assert judged is not None and read[file] == len(judged[1]), file


@pytest.mark.slow
def test_whole_drops_that_nobody_changed(capfd: pytest.CaptureFixture[str]) -> None:
    prove([[("insert", 0, 0, b"")]] * (len(OURS) + len(THEIRS)))
    told = capfd.readouterr()
    assert told.err == ""
    assert "refused" not in told.out


@pytest.mark.slow
@settings(max_examples=12, suppress_health_check=list(HealthCheck))
@given(found=changes)
def test_mutated_drops_are_audited_checked_and_inspected(found: list[list[Edit]]) -> None:
    prove(found)
