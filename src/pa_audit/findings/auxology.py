"""Findings on submitted measurements: heights that cannot be, SD scores and ages that do not follow from them."""

import polars as pl
from polars import DataFrame, Expr, LazyFrame, col, lit, when

from pa_audit.dates import add_days, add_years
from pa_audit.exact import ONE
from pa_audit.findings import thresholds
from pa_audit.findings.evidence import Evidence
from pa_audit.findings.growth_reference import at_age, z_score
from pa_audit.findings.kinds import ADVISORY, HIGH, MEDIUM, of_measurement
from pa_audit.findings.timeline import rows_before, value_at

on, height = col("measured_date"), col("height_cm")
INCH = 2.54


@of_measurement(ADVISORY, "Age written as {age_months} months; {age_days} days old on {measured_date}.")
def contradiction_age(e: Evidence) -> LazyFrame:
    """The written age is more than a month off the exact one (days / 30.4375)."""
    # 16 / 487 is 1 / 30.4375: whole numbers, so that a month off is exactly a month off
    off = (487 * col("age_months") - 16 * ONE * col("age_days").cast(pl.Int64)).abs()
    return e.submitted.filter(off > 487 * ONE)


@of_measurement(
    MEDIUM,
    "{height_cm} cm on {measured_date} attested as {height_sds} SD; the CDC reference gives {reference_sds} SD "
    "(what reproduces the attested figure: {cause}).",
)
def contradiction_height_sds(e: Evidence) -> LazyFrame:
    """The attested SD score is more than 0.25 off the CDC 2000 reference at exact age and sex, 24 to 240 months.

    High where the two lie on different sides of the criterion.
    """
    complete = col("height_sds").is_not_null() & col("age_months").is_not_null()
    scored = at_age(e.submitted.filter(complete), "own")
    sds, found = col("height_sds"), col("reference_sds")
    off = scored.with_columns(reference_sds=z_score()).filter((sds - found).abs() > thresholds.SDS_TOLERANCE)
    tests = e.policy.HEIGHT_TESTS.items()
    changed = [(col("pathway") == pathway) & (meets(sds) != meets(found)) for pathway, meets in tests]
    material = pl.any_horizontal(False, *changed)
    return at_age(off, "other_sex", "completed").with_columns(
        cause=_cause(),
        severity=when(material).then(lit(HIGH)).otherwise(lit(MEDIUM)),
        reason=when(material).then(lit("material")).otherwise(lit("difference")),
    )


@of_measurement(ADVISORY, "{height_cm} cm on {measured_date}, {other_cm} cm on {other_on} ({reason}).")
def implausible_height(e: Evidence) -> LazyFrame:
    """Carried forward, on the member's trend only in another unit, or lower than before; flagged, never corrected."""
    heights = e.measured("height_cm")
    beside = _neighbours(heights)
    first_on = e.measurements.group_by("member", "height_cm").agg(first_on=on.min())
    rows = (
        e.submitted.filter(height.is_not_null())
        .with_columns(row=rows_before(heights, on))
        .with_columns(value_at(beside[name], col("row")) for name in beside.columns)
    )
    seen = rows.join(first_on, on=["member", "height_cm"], how="left", maintain_order="left")
    return seen.with_columns(odd=_odd()).filter(col("odd").is_not_null()).unnest("odd")


def _odd() -> Expr:
    """Give the reason, and the other height that it rests on with its day; null where nothing is odd."""
    carried_forward = col("first_on") <= add_days(on, -thresholds.CARRIED_FORWARD_DAYS)
    lower = col("tallest") - height > thresholds.HEIGHT_LOSS_CM
    near = when(col("before").is_not_null())
    nearest, nearest_on = near.then("before").otherwise("after"), near.then("before_on").otherwise("after_on")
    reasons = [
        (carried_forward, "carried_forward", height, col("first_on")),
        (_another_unit(), "unit", nearest, nearest_on),
        (lower, "lower", col("tallest"), col("tallest_on")),
    ]
    return pl.coalesce(
        when(holds).then(pl.struct(reason=lit(name), other_cm=cm, other_on=day)) for holds, name, cm, day in reasons
    )


def _neighbours(heights: DataFrame) -> DataFrame:
    """Give, for each day with a height, the member's heights just before and after, and the tallest until then.

    Each with its day. A height more than two years away is no neighbour. A member's first height is the tallest by
    then, so that no day is carried over from another member.
    """
    before, after = (col("member").shift(n) == col("member") for n in (1, -1))
    years = thresholds.TREND_YEARS
    tallest = heights.lazy().with_columns(tallest=col("largest").cum_max().over("member"))
    known = tallest.with_columns(tallest_on=when(col("largest") == col("tallest")).then(on).forward_fill())
    soon_before = when(before & (on.shift(1) >= add_years(on, -years)))
    soon_after = when(after & (on.shift(-1) <= add_years(on, years)))
    return known.select(
        before=soon_before.then(height.shift(1)),
        before_on=soon_before.then(on.shift(1)),
        after=soon_after.then(height.shift(-1)),
        after_on=soon_after.then(on.shift(-1)),
        tallest=when(before).then(col("tallest").shift(1)),
        tallest_on=when(before).then(col("tallest_on").shift(1)),
    ).collect(engine="in-memory")


def _cause() -> Expr:
    """Name the slip that reproduces the attested score within 0.05 SD: the first that does."""

    def near(score: Expr) -> Expr:
        return (col("height_sds") - score).abs() <= thresholds.CAUSE_TOLERANCE

    inches = near(z_score(factor=INCH)) | near(z_score(factor=1 / INCH))
    return (
        when(near(z_score("other_sex"))).then(lit("other_sex"))
        .when(inches).then(lit("inches_for_cm"))
        .when(near(z_score("completed"))).then(lit("completed_months"))
        .otherwise(lit("none known"))
    )  # fmt: skip


def _another_unit() -> Expr:
    """Tell a height far from its nearest neighbours in time, and near all of them when turned from or into inches."""
    neighbours, near = (col("before"), col("after")), thresholds.NEAR_HEIGHT_SHARE
    far = [thresholds.FAR_HEIGHT_SHARE * (height - there).abs() > there for there in neighbours]
    from_inches = [near * (254 * height - 100 * there).abs() <= 100 * there for there in neighbours]
    into_inches = [near * (100 * height - 254 * there).abs() <= 254 * there for there in neighbours]
    known = col("before").is_not_null() | col("after").is_not_null()
    return known & _every(far, neighbours) & (_every(from_inches, neighbours) | _every(into_inches, neighbours))


def _every(tests: list[Expr], neighbours: tuple[Expr, ...]) -> Expr:
    """Tell whether a test holds for every neighbour that there is."""
    return pl.all_horizontal(test | there.is_null() for test, there in zip(tests, neighbours, strict=True))
