"""The same answers by hand-written SQL in DuckDB: criteria.sql and dispensings.sql.

python benchmarks/peers/by_sql.py GIVEN ANSWERS
"""

import sys
from pathlib import Path

import duckdb


def answer(given: Path, answers: Path) -> None:
    """Write the answers to the given files."""
    con = duckdb.connect()
    con.execute("set preserve_insertion_order = false")
    for script in ("criteria", "dispensings"):
        text = Path(__file__).with_name(f"{script}.sql").read_text(encoding="utf-8")
        con.execute(text.format(given=given, answers=answers))


if __name__ == "__main__":
    answer(*map(Path, sys.argv[1:]))
