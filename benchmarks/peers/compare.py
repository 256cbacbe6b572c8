"""Are a peer's answers those that the audit published, cell for cell, null included?"""

from pathlib import Path

import duckdb

from peers.given import SECTIONS

KEYS = {**dict.fromkeys(SECTIONS, "case"), "dispensings": "member"}
COMPARED = """
with published as (select {columns} from read_parquet('{published}') where "{key}" % {share} = 0),
answered as (select {columns} from read_parquet('{answered}'))
select (select count(*) from published), (select count(*) from answered), count(*)
from (from published except all from answered)
"""


def cells_alike(given: Path, answers: Path, share: int = 1) -> int:
    """Compare all answers with what was published; give the number of cells, all alike.

    A peer may answer for a sample: every `share`th case, and every `share`th member's dispensings. Raises SystemExit
    where a cell differs: such a peer's time does not count.
    """
    return sum(_cells(given / "published" / f"{name}.parquet", answers / f"{name}.parquet", share) for name in KEYS)


def _cells(published: Path, answered: Path, share: int) -> int:
    described = duckdb.sql(f"describe from read_parquet('{published}')").fetchall()
    columns = ", ".join(f'"{name}"::{kind} as "{name}"' for name, kind, *_ in described)
    query = COMPARED.format(
        columns=columns, published=published, answered=answered, key=KEYS[published.stem], share=share
    )
    ((expected, found, differing),) = duckdb.sql(query).fetchall()
    if expected != found or differing:
        raise SystemExit(f"{answered}: {found} rows for {expected} published, {differing} of which differ")
    return int(expected) * len(described)
