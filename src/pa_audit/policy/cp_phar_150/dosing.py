"""The dose audit of net paid claims: what was dispensed on a day, and over a run of fills, against the limit.

Why not simply mg / days / kg: at exactly 0.12 mg/kg a 30-day fill in whole vials reads as over-dose at every whole body
weight from 6 to 60 kg. Claims prove excess supply, not the dose given. Milligrams, kilograms and dollars are integers
at 10^-6; a limit is counted in PARTS of that, so that 0.24 x weight x days stays exact.
"""

from polars import Expr, Int32, Int64, Int128, LazyFrame, col, lit, max_horizontal, when

from pa_audit.dates import add_days, member_day
from pa_audit.exact import MOST_RATIO, ONE, fitting, micro, nearest, total
from pa_audit.policy.cp_phar_150 import limits
from pa_audit.policy.cp_phar_150.readings import Readings

PARTS = limits.DAILY_LIMIT.denominator
VIAL = limits.VIAL_MG * ONE
CENT = micro("0.01")

mg, days, weight, paid = col("mg"), col("days"), col("weight_kg"), col("paid_amount")
LIMITS = ("kg_days", "limit_parts", "vial_limit_mg")

day = col("service_date")


def dispensings(claims: LazyFrame, weights: LazyFrame, r: Readings) -> LazyFrame:
    """Give one row a member and service date, sorted: the day's claims together, judged. Reads R8, R9, R12.

    `claims`: net paid mecasermin claim lines with member (a number), service_date, member_day, source, mg,
    days_supply, paid_amount. `weights`: member, weight_date, measured (or else from a request), weight_id, weight_kg.
    """
    return (
        _with_weight(_by_day(claims, r), weights)
        .with_columns(
            weight_age_days=(day - col("weight_date")).dt.total_days().cast(Int32),
            kg_days=weight * days,
            limit_parts=_limit(weight * days),
            vial_limit_mg=_whole_vials(weight, days),
            break_even_weight_kg=_break_even_weight(),
        )
        .pipe(weighed, r)
    )


def episodes(dispensed: LazyFrame, r: Readings) -> LazyFrame:
    """Give one row a run of fills with at most 30 days between supply and the next: catches early refills.

    What was dispensed before the last fill against the days until it. `dispensed` is what `dispensings` gives; as it
    is sorted, a member's run-out never reaches the days of the next member.
    """
    run_out = (col("member_day") + days).cum_max().shift(1)
    goes_on = when(col("member_day") - run_out <= limits.EPISODE_GAP_DAYS).then(True).otherwise(False)
    before_last = col("interval").is_not_null()
    long_enough = (col("last_date") - col("first_date")).dt.total_days() >= limits.EPISODE_DAYS
    return (
        dispensed.with_columns(episode=(~goes_on).cum_sum())
        .with_columns(interval=_days_to_next("episode"))
        .with_columns(
            kg_days=weight * col("interval"),
            vial_limit_mg=_whole_vials(weight, col("interval")),
        )
        .with_columns(
            when(before_last).then(col("mg", "paid_amount", "unsupplied", "stale_weight")),
            unweighed=before_last & weight.is_null(),
        )
        .group_by(col("episode").set_sorted(), maintain_order=True)
        .agg(
            col("member").first(),
            total(col("mg", "paid_amount")),
            col("kg_days", "vial_limit_mg").sum(),
            col("unsupplied").first(ignore_nulls=True),
            col("unweighed", "stale_weight").any(),
            first_date=day.first(),
            last_date=day.last(),
            dispensings=day.count().cast(Int32),
        )
        .filter((col("dispensings") >= limits.EPISODE_DISPENSINGS) & long_enough)
        .with_columns(reason=_episode_reason(), limit_parts=_limit(col("kg_days")))
        .with_columns(
            when(col("unsupplied").is_null()).then(mg),
            when(~col("unweighed") & ~col("stale_weight")).then(col(*LIMITS)),
        )
        .pipe(judged, r)
    )


def _by_day(claims: LazyFrame, r: Readings) -> LazyFrame:
    """Sum a member's claims of a day; the days they last. Reads R12."""
    pharmacy = col("source") == "pharmacy"
    to_next = _days_to_next("member")
    assumed = to_next.clip(upper_bound=limits.SUPPLY_DAYS) if r.R12 == "to_next_at_most_90_days" else _assumed_days()
    return (
        claims.sort("member_day")
        .with_columns(unit=mg.is_null() & pharmacy, unmeasured=mg.is_null())
        .group_by("member_day", maintain_order=True)
        .agg(
            col("member", "service_date").first(),
            total(mg),
            col("days_supply").max(),
            total(paid),
            col("unit", "unmeasured").any(),
        )
        .with_columns(
            when(~col("unmeasured")).then(mg),
            days=when(col("days_supply").is_not_null()).then(col("days_supply")).otherwise(assumed),
            unsupplied=when(col("unit")).then(lit("unit"))
            .when(col("unmeasured")).then(lit("missing:service_unit_quantity")),
        )
        .drop("unit", "unmeasured")
    )  # fmt: skip


def _days_to_next(within: str) -> Expr:
    """Give the days to the next row of the same member or episode; rows are sorted by it and by date."""
    same = col(within).shift(-1) == col(within)
    return when(same).then((day.shift(-1) - day).dt.total_days()).cast(Int32)


def _assumed_days() -> Expr:
    return lit(limits.ASSUMED_SUPPLY_DAYS, dtype=Int32)


def _with_weight(dispensed: LazyFrame, weights: LazyFrame) -> LazyFrame:
    """Add the member's latest weight on or before the day; of one date a measured one first, then the highest id."""
    known = (
        weights.select(
            "weight_date", "weight_kg", "measured", "weight_id",
            weighed="member", member_day=member_day(col("member"), col("weight_date")),
        )
        .sort("member_day", "measured", "weight_id")
        .drop("measured", "weight_id")
    )  # fmt: skip
    own = col("weighed") == col("member")  # the latest weight before a member's first one is another member's
    latest = dispensed.join_asof(known, on="member_day")
    return latest.with_columns(when(own).then(col("weight_date", "weight_kg"))).drop("weighed")


def _stale_after(r: Readings) -> int:
    """Give the days after which a weight is stale. Reads R8."""
    return limits.STALE_WEIGHT_DAYS if r.R8 == "180_days" else limits.STALE_WEIGHT_DAYS_STRICT


def _limit(kg_days: Expr) -> Expr:
    """Give 0.24 mg/kg a day for so many kilogram-days, in PARTS."""
    return limits.DAILY_LIMIT.numerator * kg_days.cast(Int128)


def _whole_vials(kg: Expr, for_days: Expr) -> Expr:
    """Give the mg in whole vials for twice-daily doses at the limit, each drawn whole from one vial kept 30 days."""
    per_vial = VIAL * limits.DOSE_LIMIT.denominator // (limits.DOSE_LIMIT.numerator * kg)
    doses = limits.DOSES_PER_DAY * for_days.cast(Int64)
    return VIAL * _ceiling(doses, per_vial.clip(upper_bound=limits.DOSES_PER_DAY * limits.VIAL_DAYS))


def _break_even_weight() -> Expr:
    """Give the weight from which the dispensing would be within the limit, rounded up to 10^-6 kg."""
    return fitting(_ceiling(PARTS * mg.cast(Int128), limits.DAILY_LIMIT.numerator * days.cast(Int128)))


def _reason() -> Expr:
    """Name what is missing, the first of: milligrams, days, weight, a fresh weight."""
    return (
        when(mg.is_null()).then(col("unsupplied"))
        .when(days.is_null()).then(lit("missing:days_supply"))
        .when(weight.is_null()).then(lit("missing:weight_kg"))
        .when(col("stale_weight")).then(lit("stale:weight"))
    )  # fmt: skip


def _episode_reason() -> Expr:
    return (
        when(col("unsupplied").is_not_null()).then(col("unsupplied"))
        .when(col("unweighed")).then(lit("missing:weight_kg"))
        .when(col("stale_weight")).then(lit("stale:weight"))
    )  # fmt: skip


def weighed(dispensed: LazyFrame, r: Readings) -> LazyFrame:
    """Tell stale weights, and judge. Reads R8, R9."""
    stale = col("weight_date") < add_days(day, -_stale_after(r))
    return dispensed.with_columns(stale_weight=stale).with_columns(reason=_reason()).pipe(judged, r)


def judged(rows: LazyFrame, r: Readings) -> LazyFrame:
    """Compare mg with the limit and with whole vials; add what is shown. Reads R9."""
    limit, vials = col("limit_parts"), PARTS * col("vial_limit_mg").cast(Int128)
    supplied = PARTS * mg.cast(Int128)
    allowed = max_horizontal(limit, vials) if whole_vials(r) else limit
    within = when(supplied <= limit).then(lit("within_limit"))
    rounded = within.when(supplied <= allowed).then(lit("vial_rounding")).otherwise(lit("over_dose"))
    over = (col("status") == "over_dose").cast(Int128)
    excess = when(col("reason").is_null()).then(over * (supplied - allowed))
    return rows.with_columns(
        status=when(col("reason").is_null()).then(rounded).otherwise(lit("not_documented")),
        dose_mg_per_kg=fitting(nearest(10_000 * mg.cast(Int128), limits.DOSES_PER_DAY * col("kg_days")), MOST_RATIO),
        limit_mg=nearest(limit, PARTS).cast(Int64),
    ).with_columns(
        excess_mg=nearest(excess, PARTS).cast(Int64),
        excess_amount=paid.sign() * CENT * nearest(excess * paid.abs(), CENT * supplied).cast(Int64),
    )


def whole_vials(r: Readings) -> bool:
    """Tell whether whole vials may exceed the limit. Reads R9."""
    return r.R9 == "whole_vials"


def _ceiling(numerator: Expr, denominator: Expr) -> Expr:
    return (numerator + denominator - 1) // denominator
