"""A drop whose every value is unmistakable and whose every kind of damage is there, and a search for what leaks."""

import gzip
import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import jinja2
import pandera.polars as pa
import polars as pl
import pyarrow
from ingest.nights import VALID, rows

from pa_audit.extracts import EXTRACTS

WORD, DAY, NUMBER = "ZQX", "1977-07-17", "71.717"  # in ids and names; a birth and other dates; clinical values
TOKENS = (WORD, DAY, NUMBER)
NAME = {"patient_name": f"{WORD}Lovelace"}  # a column that nobody asked for


def plant(folder: Path) -> Path:
    """Write the drop: valid rows, a row for every column with a value that breaks it, and every broken file."""
    folder.mkdir()
    for extract in EXTRACTS:
        valid, key = _valid(extract), EXTRACTS[extract].keys[0]
        wrong = [{column: value} for column in EXTRACTS[extract].names for value in (f"{WORD}{NUMBER}", "2999-12-31")]
        broken = [valid | {key: f"{WORD}-{number}"} | change for number, change in enumerate(wrong)]
        (folder / f"{extract}.csv").write_text(rows(extract, valid, *broken))
    claim = _valid("pharmacy_claims")
    twice = [claim | {"claim_id": f"{WORD}-twice", "quantity": quantity} for quantity in (NUMBER, "1")]
    stranger = claim | {"claim_id": f"{WORD}-strange", "member_id": f"{WORD}-unknown"}
    (folder / "pharmacy_claims_late.csv").write_text(rows("pharmacy_claims", *twice, stranger))
    for name, content in _broken_files().items():
        (folder / name).write_bytes(content)
    pl.DataFrame({name: [[value]] for name, value in _valid("members").items()}).write_parquet(
        folder / "members_l.parquet"
    )
    pl.DataFrame({name: [f"{value}\0"] for name, value in _valid("members").items()}).write_parquet(
        folder / "members_nul.parquet"
    )
    return folder


def _valid(extract: str) -> dict[str, str]:
    """Give a row that keeps the contract and is planted as far as that allows."""
    row = VALID[extract] | NAME
    given = {name: f"{WORD}-{row[name]}" for name in row if name.endswith("_id")}
    dates = {name: DAY for name in row if name.endswith("_date")} | (
        {"received_at": f"{DAY}T09:30"} if "pa_id" in row else {}
    )
    numbers = {name: NUMBER for name in ("weight_kg", "dose_mg", "quantity") if name in EXTRACTS[extract].names}
    return row | given | {name: value for name, value in dates.items() if name in EXTRACTS[extract].names} | numbers


def _broken_files() -> dict[str, bytes]:
    header, row = "member_id,birth_date,sex\n", f"{WORD}-m2,{DAY},F\n"
    return {
        "members_fields.csv": f"{header}{WORD},{DAY}\n{row.strip()},{WORD}\n".encode(),
        "members_quote.csv": f'{header}{WORD}"x,{DAY},F\n'.encode(),
        "members_open.csv": f'{header}"{WORD},{DAY},F\n{row}'.encode(),
        "members_bytes.csv": header.encode() + f"{WORD}\xff,{DAY},F\n".encode("latin-1"),
        "members_nul.csv": f"{header}{WORD}\0,{DAY},F\n".encode(),
        "members_headless.csv": row.encode() * 3,
        "members_half_headless.csv": f"member_id,{row}".encode(),
        "members_utf16.csv": (header + row).encode("utf-16"),
        "members_cr.csv": (header + row).replace("\n", "\r").encode(),
        "members_cut.csv.gz": gzip.compress((header + row * 1000).encode(), mtime=0)[:-9],
        "members_no.parquet": f"PAR1{WORD}{DAY}PAR1".encode(),
    }


def raise_one(library: str) -> None:
    """Have a library raise its own error on a planted value: most of them quote it."""
    match library:
        case "polars":
            pl.Series([WORD]).cast(pl.Int64)
        case "polars panic":
            raise pl.exceptions.PanicException(WORD)
        case "duckdb conversion":
            with duckdb.connect() as con:
                con.execute(f"select '{WORD}'::int").fetchall()
        case "duckdb key":
            with duckdb.connect() as con:
                con.execute("create table t (k text primary key)")
                con.execute(f"insert into t values ('{WORD}'), ('{WORD}')")
        case "pandera" | "pandera lazy":
            column = pa.Column(str, pa.Check.isin(["b"]))
            pa.DataFrameSchema({"a": column}).validate(pl.DataFrame({"a": [WORD]}), lazy=library == "pandera lazy")
        case "pyarrow":
            pyarrow.array([WORD]).cast(pyarrow.int64())
        case "jinja2":
            jinja2.Environment(undefined=jinja2.StrictUndefined).from_string(f"{{{{ {WORD} }}}}").render()
        case "json":
            json.loads(f'{{"a": {WORD}}}')
        case "decimal":
            Decimal(WORD)
        case "python":
            _: Any = {}[WORD]  # type: ignore[var-annotated]
        case "unicode":
            f"{WORD}\xff".encode("latin-1").decode()


LIBRARIES = (
    "polars", "polars panic", "duckdb conversion", "duckdb key", "pandera", "pandera lazy", "pyarrow", "jinja2", "json",
    "decimal", "python", "unicode",
)  # fmt: skip


def leaks(*places: Path | str) -> list[str]:
    """Name the places (texts, or folders with every file in them) that hold something planted."""
    found = []
    for place in places:
        files = [path for path in place.rglob("*") if path.is_file()] if isinstance(place, Path) else []
        texts = [(str(path), path.read_bytes()) for path in files] or [("text", str(place).encode())]
        found += [f"{name}: {token}" for name, content in texts for token in TOKENS if token.encode() in content]
    return found
