"""The least that taking in a drop can cost: DuckDB alone loads the same files, typed as the contract has them.

python benchmarks/load.py load DROP DATABASE        one table an extract
python benchmarks/load.py convert DROP FOLDER       the same rows as Parquet files
python benchmarks/load.py more DROP FILE            every paid pharmacy claim again, under another id
"""

import sys
from pathlib import Path

import duckdb

from pa_audit.contract import Extract
from pa_audit.extracts import EXTRACTS

MORE = """
select * replace (claim_id || '-more' as claim_id, dispensing_date + 1 as dispensing_date)
from ({claims}) where claim_status = 'PAID'
"""


def load(drop: Path, database: Path) -> None:
    """Load the drop into one table an extract."""
    with duckdb.connect(database) as con:
        for extract in _of(drop):
            con.execute(f"create table {extract.name} as {typed(drop, extract)}")


def convert(drop: Path, target: Path) -> None:
    """Write the rows of a drop that DuckDB can read as Parquet files; the drop's configuration with them."""
    target.mkdir()
    (target / "pa_audit.toml").write_bytes((drop / "pa_audit.toml").read_bytes())
    for extract in _of(drop):
        duckdb.execute(f"copy ({typed(drop, extract)}) to '{target / extract.name}.parquet'")


def more(drop: Path, file: Path) -> None:
    """Write the claims that nearly double a drop's."""
    claims = typed(drop, EXTRACTS["pharmacy_claims"])
    duckdb.execute(f"copy ({MORE.format(claims=claims)}) to '{file}' (header)")


def typed(drop: Path, extract: Extract) -> str:
    """Give the query that reads an extract's files with the contract's types, and leaves out what does not parse."""
    types = ", ".join(f"'{column.name}': '{column.sql_type}'" for column in extract.columns)
    options = f"header = true, union_by_name = true, ignore_errors = true, types = {{{types}}}"
    files = sorted(map(str, drop.glob(f"{extract.name}*")))
    texts = [file for file in files if not file.endswith(".parquet")]
    tables = [file for file in files if file.endswith(".parquet")]
    parts = [f"from read_csv({texts}, {options})"] if texts else []
    parts += [f"from read_parquet({tables})"] if tables else []
    names = ", ".join(extract.names)
    return f"select {names} from ({' union all by name '.join(parts)})"


def _of(drop: Path) -> list[Extract]:
    return [extract for extract in EXTRACTS.values() if any(drop.glob(f"{extract.name}*"))]


if __name__ == "__main__":
    globals()[sys.argv[1]](Path(sys.argv[2]), Path(sys.argv[3]))
