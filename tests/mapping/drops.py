"""Small mappings and what they make of small files."""

from pathlib import Path
from typing import Any

import polars as pl
from ingest.nights import Content, put

from pa_audit import mapping
from pa_audit.ingest.mapped_file import MappedFile
from pa_audit.ingest.opened import opened
from pa_audit.mapping import Mapping

# A source of growth_measurements that a test adds to: its key columns, and the columns it is about.
GROWTH = """
[[growth_measurements]]
files = ["*"]
{settings}
[growth_measurements.columns]
measurement_id = "id"
member_id = "who"
measured_date = {{ constant = "2024-01-01" }}
{columns}
"""


def written(folder: Path, text: str) -> Mapping:
    """Load a mapping from its text."""
    path = folder / "own.toml"
    path.write_text(text, encoding="utf-8")
    return mapping.load(str(path))


def growth(columns: str, settings: str = "") -> str:
    """Write a mapping of growth_measurements with further columns."""
    return GROWTH.format(columns=columns, settings=settings)


def through(folder: Path, text: str, content: Content, name: str = "file.csv") -> MappedFile:
    """Open a file through the first source of a mapping."""
    source = written(folder, text).sources[0]
    put(folder / name, content)
    reader = opened(folder / name, name.endswith(".parquet"), source.extract, source, folder)
    assert isinstance(reader, MappedFile)
    return reader


def rows(reader: MappedFile) -> list[dict[str, Any]]:
    """Give the rows that a reader makes, without what they lack."""
    frames = [batch.rows for batch in reader.batches()]
    return [{k: v for k, v in row.items() if v is not None} for row in pl.concat(frames).iter_rows(named=True)]
