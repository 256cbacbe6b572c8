"""Seeded hostile drops: every fact sits at, just below or just above a threshold, or is missing. CSV only.

Identical seeds give identical bytes. Audit the drop as of AS_OF.
"""

import random
from datetime import date
from pathlib import Path

from .contract import EXTRACTS
from .generate_claims import claims_of
from .generate_dirt import soil, torn_file
from .generate_findings import with_findings
from .generate_measurements import measurements_of
from .generate_requests import request_of

AS_OF = date(2025, 1, 31)
Row = dict[str, str]
Tables = dict[str, list[Row]]
CONFIGURATION = """[[state_exceptions]]
state = "CA"
from = 2021-01-01
to = 2021-12-31

[[state_exceptions]]
state = "NY"
from = 2023-06-01

[[label_changes]]
date = 2022-11-15
description = "age expansion"

[[label_changes]]
date = 2023-08-31
"""
PLAN_DATES = """
[effective_dates]
"2021-08" = 2021-08-15
"2022-09" = 2022-10-15
"""


def tables(cases: int, seed: int) -> Tables:
    """Clean rows of all extracts, as text."""
    rng = random.Random(f"{seed}/rows")
    found: Tables = {extract: [] for extract in EXTRACTS}
    for number in range(cases):
        # now and then the case belongs to the member before it
        shared = bool(found["pa_requests"]) and rng.random() < 0.15
        known = found["members"][-1] if shared else None
        member, request = request_of(rng, number, known)
        if known is None:
            found["members"].append(member)
        found["pa_requests"].append(request)
        found["growth_measurements"] += measurements_of(rng, number, member, request, found["pa_requests"])
        pharmacy, medical = claims_of(rng, number, member, request)
        found["pharmacy_claims"] += pharmacy
        found["medical_claims"] += medical
    with_findings(random.Random(f"{seed}/findings"), found)  # its own, so that the rows above stay as they were
    return found


def field(rng: random.Random, text: str) -> str:
    """A CSV field, quoted when it must be and sometimes when it need not be."""
    if any(mark in text for mark in ',"\r\n') or rng.random() < 0.03:
        return '"' + text.replace('"', '""') + '"'
    return text


def csv_bytes(rng: random.Random, extract: str, rows: list[Row]) -> bytes:
    """Rows as a CSV in any column order, with either line end, with or without BOM and an unknown column."""
    columns = list(EXTRACTS[extract])
    rng.shuffle(columns)
    if rng.random() < 0.5:
        columns.insert(rng.randrange(len(columns)), "notes")
    end = rng.choice(["\n", "\r\n"])
    lines = [",".join(columns)]
    for row in rows:
        note = rng.choice(["", "", "seen", 'said "no", twice', "two\nlines"])
        lines.append(",".join(field(rng, note if name == "notes" else row.get(name, "")) for name in columns))
    bom = rng.choice(["", "\ufeff"])
    return (bom + end.join(lines) + end).encode()


def write_files(rng: random.Random, out: Path, extract: str, rows: list[Row], tag: str) -> None:
    """An extract's rows over one or two files."""
    if not rows:
        return
    rng.shuffle(rows)
    cut = rng.randrange(len(rows) + 1)
    if rng.random() < 0.5 or cut in (0, len(rows)):
        (out / f"{extract}{tag}.csv").write_bytes(csv_bytes(rng, extract, rows))
        return
    (out / f"{extract}{tag}_a.csv").write_bytes(csv_bytes(rng, extract, rows[:cut]))
    (out / f"{extract}{tag}_b.csv").write_bytes(csv_bytes(rng, extract, rows[cut:]))


def configuration(seed: int) -> str:
    """The drop's pa_audit.toml; one seed in four sets its own effective dates."""
    return CONFIGURATION + (PLAN_DATES if seed % 4 == 3 else "")


def boundary_drop(out: Path, cases: int, seed: int, dirt: float = 0.04) -> None:
    """Write a drop and its pa_audit.toml. `dirt` is the share of soiled rows; 0 leaves the drop clean."""
    out.mkdir(parents=True, exist_ok=True)
    rng = random.Random(f"{seed}/files")
    for extract, rows in tables(cases, seed).items():
        if dirt > 0:
            rows = soil(rng, extract, rows, dirt, AS_OF)
            torn = torn_file(rng, extract, rows)
            (out / f"{extract}_torn.csv").write_bytes(torn)
        write_files(rng, out, extract, rows, "")
    (out / "pa_audit.toml").write_text(configuration(seed), encoding="utf-8")
