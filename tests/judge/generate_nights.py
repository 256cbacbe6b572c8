"""Several nights of a boundary drop: late members, corrections there and back, repeats, due dates."""

import random
from datetime import date
from pathlib import Path

from .contract import EXTRACTS
from .dates import add_days
from .generate import AS_OF, Row, Tables, configuration, tables, write_files
from .generate_dirt import soil

SPARE = {
    "members": "sex",
    "pa_requests": "gh_level",
    "growth_measurements": "weight_kg",
    "pharmacy_claims": "paid_amount",
    "medical_claims": "paid_amount",
}
VALUES = {
    "sex": ["M", "F"],
    "gh_level": ["LOW", "NORMAL", ""],
    "weight_kg": ["20", "21", ""],
    "paid_amount": ["1", "2"],
}


def corrected(rng: random.Random, extract: str, row: Row) -> Row:
    """The row with a new value, sometimes one that is invalid, waits, or moves it to another member."""
    how = rng.random()
    if how < 0.1 and extract != "members":
        return row | {"member_id": "M-nobody"}
    if how < 0.2 and extract != "members":
        return row | {"member_id": "M1"}
    if how < 0.25:
        return row | {"member_id": ""}
    if how < 0.5 and extract == "members":
        return row | {"birth_date": str(add_days(date.fromisoformat(row["birth_date"]), rng.choice([-1, 1, 400])))}
    column = SPARE[extract]
    return row | {column: rng.choice(VALUES[column])}


def nights_of(rng: random.Random, cases: int, seed: int, nights: int) -> list[Tables]:
    """Which rows come on which night."""
    plan: list[Tables] = [{extract: [] for extract in EXTRACTS} for _ in range(nights)]
    for extract, rows in tables(cases, seed).items():
        for row in rows:
            first = rng.choice([0, 0, 0, 0, 0, *range(nights)])
            plan[first][extract].append(row)
            if rng.random() < 0.7:
                continue
            for night in range(first + 1, nights):
                change = corrected(rng, extract, row)
                plan[night][extract].append(rng.choice([row, row, change]))  # again, back, or new
    return plan


def boundary_nights(out: Path, cases: int, seed: int, nights: int = 3) -> list[tuple[Path, date]]:
    """Write drops out/night1, out/night2, … and out/pa_audit.toml; returns them with their as-of dates.

    File names differ between nights; one file of the first night comes again, whole, on the last.
    """
    rng = random.Random(f"{seed}/nights")
    drops = []
    for night, found in enumerate(nights_of(rng, cases, seed, nights), start=1):
        folder, as_of = out / f"night{night}", add_days(AS_OF, night - nights)
        folder.mkdir(parents=True, exist_ok=True)
        for extract, rows in found.items():
            write_files(rng, folder, extract, soil(rng, extract, rows, 0.02, AS_OF), f"_n{night}")
        drops.append((folder, as_of))
    again = sorted(drops[0][0].glob("*.csv"))[0]
    (drops[-1][0] / again.name.replace(".csv", "_again.csv")).write_bytes(again.read_bytes())
    (out / "pa_audit.toml").write_text(configuration(seed), encoding="utf-8")
    return drops
