"""Code sets of the audit: ICD-10-CM, HCPCS and NDC codes with their validity dates and whether they are verified."""

from hashlib import sha256

import polars as pl
from polars import col

from pa_audit import store
from pa_audit.resources import REFERENCE

SOURCE = REFERENCE / "value_sets.csv"


def load(con: store.Connection) -> None:
    """Replace `store.value_sets` by the shipped code sets: one row a set and code."""
    rows = pl.read_csv(SOURCE, infer_schema=False).with_columns(
        col("valid_from", "valid_to").str.to_date("%Y-%m-%d"),
        col("mg_per_unit").cast(pl.Decimal(15, 6)),
        verified=col("verified") == "yes",
    )
    con.execute("delete from store.value_sets")
    store.append(con, "store.value_sets", rows)


def digest() -> str:
    """Give the SHA-256 of the code sets in use."""
    return sha256(SOURCE.read_bytes()).hexdigest()
