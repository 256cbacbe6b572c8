"""The answers that the shipped queries give on the sample: `python -m tests.queries.answers` writes them anew.

Read the difference before it is committed: an answer changes only with the sample or with what the audit says of it.
"""

import sys
import tempfile
from datetime import date
from pathlib import Path

import polars as pl

from pa_audit import config, foreign_sql, night
from pa_audit.resources import ROOT, SQL

SAMPLE = ROOT / "data" / "sample"
QUERIES = SQL / "queries"
EXPECTED = Path(__file__).with_name("expected")


def answer(database: Path, query: Path) -> str:
    """Run a query as `pa-audit sql` does; give its rows as CSV, numbers and dates as they are published."""
    with foreign_sql.query(database, query.read_text(encoding="utf-8")) as (columns, rows):
        lines = [[None if value is None else str(value) for value in row] for row in rows]
    return pl.DataFrame(lines, schema=dict.fromkeys(columns, pl.String), orient="row").write_csv()


def main() -> None:
    """Audit the sample and write every answer."""
    with tempfile.TemporaryDirectory() as folder:
        settings = config.load(SAMPLE / "pa_audit.toml")
        places = Path(folder, "sample.duckdb"), Path(folder, "reports")
        database = night.run(SAMPLE, *places, date(2023, 6, 30), settings).database
        for query in sorted(QUERIES.glob("*.sql")):
            (EXPECTED / f"{query.stem}.csv").write_text(answer(database, query), encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
