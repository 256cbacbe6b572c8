"""A shard's own rows, whatever batches they lie in."""

from pathlib import Path

import polars as pl
import pytest
from pyarrow import ipc

from pa_audit.facts import Shard

MEMBERS = [0, 0, 1, 3, 3, 3, 3, 3, 4, 7]  # with batches of two rows member 3 lies in three of them


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    rows = pl.DataFrame(
        {"member": MEMBERS, "claim": map(str, range(10)), "named_claim": ["x", None] * 5},
        schema_overrides={"member": pl.Int32},
    ).to_arrow()
    for name, of_file in {"orphans": rows, "diagnoses": rows.slice(0, 0)}.items():
        with ipc.new_file(tmp_path / f"{name}.arrow", rows.schema) as file:
            file.write_table(of_file, max_chunksize=2)
    return tmp_path


@pytest.mark.parametrize("first", range(9))
@pytest.mark.parametrize("members", [0, 1, 2, 9])
def test_a_shard_has_the_rows_of_its_members_in_order(folder: Path, first: int, members: int) -> None:
    shard = Shard(folder, first, first + members)
    expected = [str(row) for row, member in enumerate(MEMBERS) if first <= member < first + members]
    assert shard.orphans["claim"].to_list() == expected
    assert shard.orphans["named_claim"].to_list() == [None if int(row) % 2 else "x" for row in expected]
    assert shard.diagnoses.schema == shard.orphans.schema and shard.diagnoses.is_empty()
