"""Single-field mistakes sprinkled over the rows: about one row in a hundred breaks one rule of the contract.

Each mistake names the column and the text that is written instead (None: left blank). `twice` writes the row
again with that change, so that two different rows share a key; `again` writes the very same row twice, which
is no mistake.
"""

from typing import NamedTuple

import polars as pl

from pa_audit.synthetic.dice import Dice


class Mistake(NamedTuple):
    """What is written where; weight is its share among the mistakes of the extract."""

    column: str
    text: str | None
    weight: float = 1.0
    twice: bool = False


AGAIN = Mistake("", None, 2.0, twice=True)
SHARE = {
    "members": 0.002, "pa_requests": 0.01, "growth_measurements": 0.01, "pharmacy_claims": 0.008,
    "medical_claims": 0.008,
}  # fmt: skip
MISTAKES = {
    "members": [
        Mistake("sex", "X"), Mistake("birth_date", "2031-13-01"), Mistake("birth_date", "1899-12-31"),
        AGAIN,
    ],
    "pa_requests": [
        Mistake("line_of_business", "MEDICARE"), Mistake("dose_mg", "2,4"), Mistake("dose_mg", "0"),
        Mistake("doses_per_day", "2.0"), Mistake("decision", None), Mistake("member_id", "M-GONE"),
        Mistake("state", "TEX"), Mistake("decided_at", "2018-01-02T10:00"),
        Mistake("received_at", "2019-02-29T10:00"), Mistake("igf1_sds", "-38.2"),
        Mistake("prescriber_npi", "10038500031"), Mistake("malignancy", "maybe"),
        Mistake("dose_mg", "1.111", twice=True), AGAIN,
    ],
    "growth_measurements": [
        Mistake("height_cm", "1.043"), Mistake("height_cm", "104.3cm"), Mistake("height_sds", "NaN"),
        Mistake("measured_date", "1999-12-31"), Mistake("measured_date", "2023-11-02"),
        Mistake("measured_date", "03/01/2022"), Mistake("weight_kg", "1.7e1"),
        Mistake("member_id", "M-GONE"), Mistake("height_cm", "99.9", twice=True), AGAIN,
    ],
    "pharmacy_claims": [
        Mistake("ndc_code", "1505410405"), Mistake("quantity", "0"), Mistake("quantity", None),
        Mistake("days_supply", "400"), Mistake("dispensing_date", "2023-12-24"),
        Mistake("unit_of_measure", "VIAL"), Mistake("claim_status", "PENDING"),
        Mistake("member_id", "M-GONE"), Mistake("paid_amount", "-10.00"),
        Mistake("quantity", "7.5", twice=True), AGAIN,
    ],
    "medical_claims": [
        Mistake("frequency_code", "9"), Mistake("claim_line_number", "one"),
        Mistake("service_unit_quantity", "-40"), Mistake("claim_line_start_date", "2024-01-15"),
        Mistake("member_id", "M-GONE"), Mistake("hcpcs_code", "J21700"), Mistake("claim_status", None),
        Mistake("paid_amount", "12.345.00"), Mistake("service_unit_quantity", "41", twice=True), AGAIN,
    ],
}  # fmt: skip


def sprinkle(extract: str, rows: pl.DataFrame, seed: int) -> pl.DataFrame:
    """The rows with their mistakes, which hang on the number in the row's key."""
    mistakes = MISTAKES[extract]
    roll = Dice(seed, rows.to_series(0).str.extract(r"(\d+)").cast(pl.Int64))
    kinds = roll.pick(f"{extract}/mistake", [mistake.weight for mistake in mistakes])
    kind = pl.when(roll.chance(f"{extract}/dirty", SHARE[extract])).then(kinds).otherwise(-1)
    rows = rows.with_columns(kind=kind)
    copies = [_written(rows.filter(pl.col("kind") == at), one) for at, one in enumerate(mistakes) if one.twice]
    once = [at for at, one in enumerate(mistakes) if not one.twice]
    changed = [_written(rows.filter(pl.col("kind") == at), mistakes[at]) for at in once]
    clean = rows.filter(~pl.col("kind").is_in(once))
    return pl.concat([clean, *changed, *copies]).drop("kind").sort(rows.columns[:2], maintain_order=True)


def _written(rows: pl.DataFrame, mistake: Mistake) -> pl.DataFrame:
    if not mistake.column:
        return rows
    return rows.with_columns(pl.lit(mistake.text, dtype=pl.String).alias(mistake.column))
