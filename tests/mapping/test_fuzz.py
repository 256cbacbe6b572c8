"""Mutated files: whatever happens to their bytes, no traceback, no hang, no lost row."""

import gzip
import io
import json
import tempfile
from datetime import date
from pathlib import Path

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from ingest.nights import put
from mapping.test_accounts import CLAIMS, MAPPING, PEOPLE

from pa_audit.ingest.accounts import Account
from pa_audit.ingest.batch import Refused
from pa_audit.ingest.check import Piece, examine
from pa_audit.ingest.opened import opened
from pa_audit.inspection import inspect
from pa_audit.mapping import Mapping, Source
from pa_audit.mapping.load import restored

TEXT = CLAIMS + "".join(f'{n}|a|20240105|"J21{n}"|99213|J2170\r\n' for n in range(6, 30))
QUOTED = PEOPLE + "".join(f'"m""{n}"|2015030{n}|1||1{n}0.25\n' for n in range(1, 9))


def _parquet() -> bytes:
    target = io.BytesIO()
    frame = pl.read_csv(TEXT.encode(), separator="|", infer_schema=False, truncate_ragged_lines=True)
    frame.write_parquet(target)
    return target.getvalue()


# Name of the seed -> its bytes, what a mapping says of it, the extract.
SEEDS: dict[str, tuple[bytes, dict[str, str | int], str]] = {
    "claims.txt": (TEXT.encode(), {}, "medical_claims"),
    "people.txt": (QUOTED.encode(), {}, "members"),
    "people.cr": (QUOTED.replace("\n", "\r").encode(), {"line_ends": "cr"}, "members"),
    "claims.utf16": (TEXT.encode("utf-16"), {"encoding": "utf-16"}, "medical_claims"),
    "people.cp1252": (QUOTED.encode("cp1252"), {"encoding": "windows-1252", "quote": ""}, "members"),
    "claims.titled": (b"sep=|\nClaims\n" + TEXT.encode(), {"skip_lines": 2}, "medical_claims"),
    "claims.parquet": (_parquet(), {}, "medical_claims"),
}
NASTY = [
    b'"', b"|", b",", b"\r", b"\n", b"\r\n", b"\0", b"\xff", b"\xef\xbb\xbf", b"\xff\xfe", b'""', b"E+15", b"1,234",
    b"\t", b"\x1f\x8b", b"PAR1", b"9" * 40, b"-", b"\xc3", b"\xd8\x00", b"{line}", b"NULL",
    b"sep=;\n", b"\n\n",
]  # fmt: skip

Edit = tuple[str, int, int, bytes]
edits = st.lists(
    st.tuples(
        st.sampled_from(["insert", "remove", "repeat", "replace", "cut"]),
        st.integers(0, 4000),
        st.integers(1, 60),
        st.one_of(st.sampled_from(NASTY), st.binary(min_size=1, max_size=6)),
    ),
    min_size=1,
    max_size=6,
)


def mutated(content: bytes, changes: list[Edit]) -> bytes:
    """Change a file's bytes, one edit after the other."""
    for what, place, length, new in changes:
        at = place % (len(content) + 1)
        piece = content[at : at + length]
        middle = {"insert": new + piece, "remove": b"", "repeat": piece * 3, "replace": new, "cut": b""}[what]
        content = content[:at] + middle + (b"" if what == "cut" else content[at + length :])
    return content


def read(path: Path, source: Source, scratch: Path) -> Account:
    """Read a file as a night does, and count what becomes of its rows."""
    account = Account(1, path.name, source.extract_name, mapping="own")
    fields = source.extract.fields(date(2024, 6, 30))
    for batch in opened(path, path.suffix == ".parquet", source.extract, source, scratch).batches():
        account.count(batch)
        examined = examine(source.extract, fields, [Piece(1, batch)])
        account.fates["accepted"] += examined.valid.height
        account.fates["quarantined"] += examined.rejected.height
        numbers = pl.concat([examined.valid["row_number"], examined.rejected["row_number"]])
        assert numbers.n_unique() == numbers.len()
    return account


def prove(name: str, changes: list[Edit]) -> None:
    """Read one mutated file, and look at it as inspect does."""
    content, style, extract = SEEDS[name]
    text = MAPPING.replace(
        "[format]\n", "[format]\n" + "".join(f"{key} = {json.dumps(value)}\n" for key, value in style.items())
    )
    mapping: Mapping = restored({"name": "own", "text": text, "file": ""})
    (source,) = [source for source in mapping.sources if source.extract_name == extract]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / name
        put(path, mutated(content, changes))
        (Path(folder) / "scratch").mkdir()
        try:
            account = read(path, source, Path(folder) / "scratch")
        except Refused as refused:
            assert "\n" not in refused.reason
        else:
            assert account.balances
        inspect(path, 1, Path(folder) / "scratch")


@pytest.mark.parametrize("name", SEEDS)
@settings(max_examples=4, suppress_health_check=list(HealthCheck))
@given(changes=edits)
def test_a_mutated_file_loses_no_row(name: str, changes: list[Edit]) -> None:
    prove(name, changes)


@pytest.mark.slow
@pytest.mark.parametrize("name", SEEDS)
@settings(max_examples=250, suppress_health_check=list(HealthCheck))
@given(changes=edits)
def test_many_mutated_files_lose_no_row(name: str, changes: list[Edit]) -> None:
    prove(name, changes)


def test_every_seed_is_read_whole_when_nothing_is_changed(tmp_path: Path) -> None:
    for name in SEEDS:
        prove(name, [("insert", 0, 0, b"")])
    put(tmp_path / "claims.txt.gz", gzip.compress(TEXT.encode(), mtime=0)[:-20])
    assert inspect(tmp_path / "claims.txt.gz", 0, tmp_path).seen[0].trouble is None  # its beginning can be told
