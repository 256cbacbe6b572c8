"""One delivered file as rows of text: csv, csv.gz or parquet."""

import gzip
import hashlib
import re
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from .contract import EXTRACTS, extract_of
from .rfc4180 import table

Texts = dict[str, str | None]


@dataclass
class Delivered:
    """A file of a drop: rows as text with their structural reasons, or why it was refused."""

    name: str
    extract: str
    sha256: str
    refused: str | None = None
    rows: list[tuple[Texts, set[str]]] = field(default_factory=list)


def parquet_text(value: Any) -> str | None:
    """A Parquet value as the text that a CSV would carry."""
    if value is None:
        return None
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        # the type's scale may pad with zeros that the contract's six places have no room for
        return re.sub(r"(\.[0-9]{1,6}?)0*$", r"\1", format(value, "f"))
    if isinstance(value, float):
        return repr(value)
    return str(value)


def parquet_table(path: Path) -> tuple[list[str], list[tuple[Texts, set[str]]]] | None:
    """Columns and rows of a Parquet file; None when it cannot be read."""
    import pyarrow
    import pyarrow.parquet

    try:
        content = pyarrow.parquet.read_table(path)
    except (pyarrow.ArrowException, OSError):
        return None
    rows: list[tuple[Texts, set[str]]] = []
    for row in content.to_pylist():
        texts = {name: parquet_text(value) for name, value in row.items()}
        damaged = any(text is not None and "\x00" in text for text in texts.values())
        rows.append((texts, {"encoding"} if damaged else set()))
    return content.column_names, rows


def read(path: Path) -> Delivered:
    """A recognizable file of a drop."""
    extract = extract_of(path.name)
    assert extract is not None
    data = path.read_bytes()
    if path.name.endswith(".gz"):
        try:
            data = gzip.decompress(data)
        except (OSError, EOFError):
            return Delivered(path.name, extract, "", refused="unreadable")
    delivered = Delivered(path.name, extract, hashlib.sha256(data).hexdigest())
    found: Any = parquet_table(path) if path.name.endswith(".parquet") else table(data)
    if found is None:
        delivered.refused = "unreadable" if data else "empty_file"
        return delivered
    header, rows = found
    missing = [name for name, column in EXTRACTS[extract].items() if column.required and name not in header]
    if missing:
        delivered.refused = f"missing_column:{missing[0]}"
        return delivered
    if len(set(header)) != len(header):
        delivered.refused = "duplicate_column"
        return delivered
    delivered.rows = rows
    return delivered


def drop_files(folder: Path) -> list[Path]:
    """The recognizable files of a drop in the order of their names."""
    return sorted(path for path in folder.iterdir() if path.is_file() and extract_of(path.name) is not None)
