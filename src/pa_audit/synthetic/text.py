"""Members and requests as a plan's extract writes them: text."""

import polars as pl

from pa_audit.synthetic.calendar import day
from pa_audit.synthetic.columns import COLUMNS, decimal, iso_date, iso_time, serial, shortest
from pa_audit.synthetic.dice import Dice

PA, MEMBER = serial("PA", "case", 8), serial("M", "member", 8)
NPI = (1_003_000_000 + pl.col("prescriber") * 7919).cast(pl.String)


def members(frame: pl.DataFrame) -> pl.DataFrame:
    """One row a member."""
    once = frame.filter(pl.col("turn") == 0)
    return once.select(MEMBER.alias("member_id"), iso_date("born").alias("birth_date"), "sex")


def requests(frame: pl.DataFrame, seed: int) -> pl.DataFrame:
    """One row a case."""
    roll = Dice(seed, frame["case"])
    flags = [
        "is_dose_increase",
        "gh_gene_deletion",
        "gh_neutralizing_antibodies",
        "malignancy",
        "concurrent_somatropin",
        "currently_receiving",
        "continuity_of_care",
    ]
    written = roll.chance("weight written", 0.82)
    quantity = pl.col("dose_mg") * 2 * (pl.col("end") - pl.col("start") + 1) * 13 // 10_000 * 10
    return frame.with_columns(
        PA.alias("pa_id"),
        MEMBER.alias("member_id"),
        NPI.alias("prescriber_npi"),
        pl.when("initial").then(pl.lit("INITIAL")).otherwise(pl.lit("CONTINUATION")).alias("request_type"),
        roll.choose("formulary", ["FORMULARY", "NON_FORMULARY", None], [40, 54, 6]).alias("formulary_status"),
        _diagnoses(roll).alias("diagnosis_codes"),
        iso_time("received").alias("received_at"),
        iso_time("decided").alias("decided_at"),
        iso_date("start").alias("auth_start_date"),
        iso_date("end").alias("auth_end_date"),
        iso_date("renewal_date"),
        iso_date("therapy_start_date"),
        pl.when(roll.chance("quantity", 0.6)).then(quantity.cast(pl.String)).alias("authorized_quantity_mg"),
        shortest("dose_mg", 3),
        shortest("prior_dose_mg", 3),
        decimal("igf1_sds", 2),
        decimal("growth_velocity_sds_1y", 2),
        decimal("growth_velocity_sds_2y", 2),
        pl.when(written).then(decimal("weight_kg", 1)).alias("weight_kg"),
        pl.when(written & (pl.col("lag") >= 0)).then(iso_date("seen")).alias("weight_date"),
        pl.col("doses_per_day").cast(pl.String),
        *(pl.col(flag).cast(pl.String) for flag in flags),
    ).select(COLUMNS["pa_requests"])


def _diagnoses(roll: Dice) -> pl.Expr:
    """Codes of the request; E34.3 was split into finer ones on 1 October 2022."""
    primary = pl.when(pl.col("reference") >= day("2022-10-01")).then(pl.lit("E34.321")).otherwise(pl.lit("E34.3"))
    other = roll.choose("other code", ["R62.52", "Q96.9", "Q87.11", "Q77.4", "E34.0"])
    secondary = roll.choose("secondary code", ["E23.0", "E44.0;R62.52", "E03.9", "Z79.52;R62.52", None])
    extra = roll.choose(
        "extra code", ["", ";R62.52", ";R62.51", ";E230", ";E03.9", ";Z79.52"], [70, 18, 9, 1.2, 1, 0.8]
    )
    return (
        pl.when(pl.col("indication") == "SECONDARY_IGFD")
        .then(secondary)
        .when(pl.col("indication") == "OTHER")
        .then(other)
        .when(roll.chance("no codes", 0.03))
        .then(None)
        .otherwise(primary + extra)
    )
