"""A mapping that says nothing new changes nothing: every column from the column of its own name.

But for a decimal without the zero before its point, which the contract refuses and every mapping reads.
"""

import shutil
from pathlib import Path

import pytest
from harness import SAMPLE
from ingest.nights import AS_OF, Nights
from mapping.drops import written

from pa_audit.config import Config
from pa_audit.extracts import EXTRACTS

IDENTITY = "\n".join(
    [
        line
        for extract in EXTRACTS.values()
        for line in (
            f'[[{extract.name}]]\nfiles = ["{extract.name}*"]\n[{extract.name}.columns]',
            *(f'{name} = "{name}"' for name in extract.names),
        )
    ]
)


@pytest.fixture(scope="module")
def nights(tmp_path_factory: pytest.TempPathFactory) -> list[Nights]:
    """Read the sample as it is, and through the mapping."""
    plain, mapped = (Nights(tmp_path_factory.mktemp(name)) for name in ("plain", "mapped"))
    mapped.config = Config(mapping=written(Path(mapped.folder), IDENTITY))
    drop = tmp_path_factory.mktemp("drop") / "sample"
    shutil.copytree(SAMPLE, drop)
    late = drop / "pharmacy_claims_late.csv"
    late.write_bytes(late.read_bytes().replace(b",.5,", b",x,"))
    for history in (plain, mapped):
        history.ingest(drop, AS_OF)
    return [plain, mapped]


@pytest.mark.parametrize("extract", EXTRACTS)
def test_the_same_rows_are_accepted(nights: list[Nights], extract: str) -> None:
    plain, mapped = (history.query(f"from store.{extract} order by file_id, row_number") for history in nights)
    assert plain == mapped
    assert bool(plain) == any(SAMPLE.glob(f"{extract}*"))


def test_the_same_rows_are_set_aside_as_they_were_delivered(nights: list[Nights]) -> None:
    asked = "select * exclude problems from store.quarantine order by source_file, extract, row_number, reasons"
    plain, mapped = (history.query(asked) for history in nights)
    assert plain == mapped
    assert plain
