"""From a number of cases to a drop folder."""

from itertools import accumulate, chain
from pathlib import Path

import polars as pl

from pa_audit.synthetic import auxology, claims, dirty, medical, population, requests, text
from pa_audit.synthetic.columns import COLUMNS
from pa_audit.synthetic.defects import sprinkle
from pa_audit.synthetic.drop import Drop, frame, opened
from pa_audit.synthetic.specimens import SPECIMENS, Specimen

CHUNK = 4_000 * population.SIX
CONFIGURATION = """\
# What this synthetic plan's audit has to know beyond the policy.
time_zone = "America/Chicago"

[[state_exceptions]] # California rules of its own, in 2021 only
state = "CA"
from = 2021-01-01
to = 2021-12-31

[[label_changes]]
date = 2022-04-01
description = "new dosing regimen"

[[label_changes]]
date = 2022-11-15
description = "age expansion"
"""


def write(cases: int, out: Path, seed: int = 150) -> None:
    """Write a drop of `cases` requests into the new or empty folder `out`, with its pa_audit.toml.

    Audit it as of AS_OF. Three cases in five are specimens, until there are no more of them (from 300 cases up: every
    status and outcome; from about 520 up: all of them); the others are the population that `seed` stands for. The
    *_late files hold rows that are refused or hang on the first specimen, whatever the number.
    """
    chosen = specimens(cases)
    others = cases - sum(one.cases for one in chosen)
    with opened(out, CONFIGURATION) as drop:
        dirty.add(drop)
        _specimens(drop, chosen)
        schools = [_chunk(drop, first, min(CHUNK, others - first), seed) for first in range(0, others, CHUNK)]
        if schools:
            drop.write_parquet("growth_measurements_school.parquet", pl.concat(schools))


def specimens(cases: int) -> list[Specimen]:
    """The specimens in a drop of so many cases."""
    room = cases if cases < 5 else cases * 3 // 5
    totals = accumulate(one.cases for one in SPECIMENS)
    return [one for one, total in zip(SPECIMENS, totals, strict=True) if total <= room]


def _specimens(drop: Drop, chosen: list[Specimen]) -> None:
    for extract in COLUMNS:
        rows = list(chain.from_iterable(one.rows[extract] for one in chosen))
        drop.add(f"{extract}.csv", frame(extract, rows))


def _chunk(drop: Drop, first: int, count: int, seed: int) -> pl.DataFrame:
    """Write cases first … first + count - 1; hand back the heights from schools, for their own file."""
    cases = requests.requests(population.courses(first, count, seed), seed)
    measured = auxology.measurements(cases, seed)
    school = pl.col("pa_id").is_null()
    parts = {
        "members": text.members(cases),
        "pa_requests": text.requests(cases, seed),
        "growth_measurements": measured.filter(~school),
        "pharmacy_claims": claims.pharmacy(cases, seed),
        "medical_claims": medical.visits(cases, seed),
    }
    for extract, rows in parts.items():
        drop.add(f"{extract}.csv", sprinkle(extract, rows, seed))
    drop.add("medical_claims_infusion.csv.gz", medical.infusions(cases, seed))
    return measured.filter(school)
