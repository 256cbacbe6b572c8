"""Heights and weights: the visit that a request rests on and what was measured before it."""

import polars as pl

from pa_audit.synthetic import growth
from pa_audit.synthetic.columns import COLUMNS, decimal, iso_date, serial
from pa_audit.synthetic.dice import Dice
from pa_audit.synthetic.population import height_at, weight_at

# A child's height on four occasions before the request: days before the visit, share of cases that have it.
_OCCASIONS = {
    "initial": [(0, 0, 97), (190, 330, 88), (368, 420, 70), (400, 700, 30)],
    "continued": [(0, 0, 97), (336, 350, 92), (150, 200, 60), (400, 700, 30)],
}
_SCHOOL = 3


def visits(frame: pl.DataFrame, seed: int) -> pl.DataFrame:
    """Add the visit that a request rests on: mostly within 60 days, at times at the window's edge."""
    roll = Dice(seed, frame["case"])
    kind = roll.pick("kind of visit", [92, 2, 2, 3, 1])
    lag = (
        pl.when(kind == 1)
        .then(90)
        .when(kind == 2)
        .then(91)
        .when(kind == 3)
        .then(roll.between("stale", 95, 170))
        .when(kind == 4)
        .then(-1)
        .when((pl.col("turn") == 0) & pl.col("initial"))
        .then(pl.col("reference") - pl.col("visit"))
        .otherwise(roll.between("lag", 0, 15))
    )
    return frame.with_columns(lag=lag).with_columns(seen=pl.col("reference") - pl.col("lag"))


def measurements(frame: pl.DataFrame, seed: int) -> pl.DataFrame:
    """About three rows a case: heights that follow the child's own growth, scored with the CDC reference."""
    occasions = pl.DataFrame({"occasion": [0, 1, 2, 3]})
    rows = frame.join(occasions, how="cross", maintain_order="left_right")
    rows = rows.with_columns(number=pl.col("case") * 4 + pl.col("occasion"))
    roll = Dice(seed, rows["number"])
    rows = rows.with_columns(luck=roll.uniform("luck") * 100, spread=roll.uniform("back"))
    low, high, share = (_by_occasion(part) for part in range(3))
    back = low + (pl.col("spread") * (high - low + 1)).cast(pl.Int64)
    rows = rows.with_columns(measured=pl.col("seen") - back, kept=pl.col("luck") < share)
    rows = rows.with_columns(days=pl.col("measured") - pl.col("born"), height_cm=height_at(pl.col("measured")))
    mistaken = roll.chance("mistaken", 0.015)
    rows = rows.with_columns(
        height_sds=growth.score(pl.col("days"), pl.col("male") ^ mistaken, pl.col("height_cm")),
        age_months=growth.months(pl.col("days")),
        weight_kg=weight_at(pl.col("measured")),
    )
    on_limit = pl.col("at_limit") & (pl.col("occasion") == 0) & pl.col("height_sds").is_between(-305, -295)
    rows = rows.with_columns(height_sds=pl.when(on_limit).then(-300).otherwise("height_sds"))
    return _measured_text(rows.filter(pl.col("kept") & (pl.col("days") > 0)), seed)


def _by_occasion(part: int) -> pl.Expr:
    columns = {kind: pl.Series([occasion[part] for occasion in rows]) for kind, rows in _OCCASIONS.items()}
    slot = pl.col("occasion")
    first, again = (pl.lit(columns[kind]).gather(slot) for kind in ("initial", "continued"))
    return pl.when("initial").then(first).otherwise(again)


def _measured_text(rows: pl.DataFrame, seed: int) -> pl.DataFrame:
    roll = Dice(seed, rows["number"])
    school = pl.col("occasion") == _SCHOOL
    completed = (pl.col("age_months") // 10).cast(pl.String)
    return rows.select(
        serial("G", "number", 9).alias("measurement_id"),
        serial("M", "member", 8).alias("member_id"),
        pl.when(~school).then(serial("PA", "case", 8)).alias("pa_id"),
        iso_date("measured").alias("measured_date"),
        pl.when(~roll.chance("no height", 0.01)).then(decimal("height_cm", 1)).alias("height_cm"),
        pl.when(~school & ~roll.chance("no score", 0.02)).then(decimal("height_sds", 2)).alias("height_sds"),
        pl.when(roll.chance("no age", 0.02))
        .then(None)
        .when(roll.chance("completed", 0.4))
        .then(completed)
        .otherwise(decimal("age_months", 1))
        .alias("age_months"),
        pl.when(~roll.chance("no weight", 0.06)).then(decimal("weight_kg", 1)).alias("weight_kg"),
    ).select(COLUMNS["growth_measurements"])
