"""Findings on submitted measurements: heights that cannot be, SD scores and ages that do not follow from them."""

import polars as pl
from polars import DataFrame, Expr, col, lit, when

from pa_audit.dates import add_days, add_years
from pa_audit.findings import thresholds
from pa_audit.findings.evidence import Evidence
from pa_audit.findings.growth_reference import at_age, z_score
from pa_audit.findings.kinds import ADVISORY, HIGH, MEDIUM, of_measurement
from pa_audit.policy.cp_phar_150 import limits

on, height = col("measured_date"), col("height_cm")
INCH = 2.54


@of_measurement(ADVISORY, "Age written as {age_months} months; {age_days} days old on {measured_date}.")
def contradiction_age(e: Evidence) -> DataFrame:
    """The written age is more than a month off the exact one (days / 30.4375)."""
    # 16 / 487 is 1 / 30.4375: whole numbers, so that a month off is exactly a month off
    off = (487 * col("age_months") - 16 * limits.ONE * col("age_days").cast(pl.Int64)).abs()
    return _submitted(e).filter(off > 487 * limits.ONE)


@of_measurement(
    MEDIUM,
    "{height_cm} cm on {measured_date} attested as {height_sds} SD; the CDC reference gives {reference_sds} SD "
    "(what reproduces the attested figure: {cause}).",
)
def contradiction_height_sds(e: Evidence) -> DataFrame:
    """The attested SD score is more than 0.25 off the CDC 2000 reference at exact age and sex, 24 to 240 months."""
    scored = at_age(_submitted(e).filter(col("height_sds").is_not_null() & col("age_months").is_not_null()))
    sds, found = col("height_sds"), col("reference_sds")
    pathways = e.cases.select("pa_id", "member_id", "pathway")
    off = scored.with_columns(reference_sds=z_score()).filter((sds - found).abs() > thresholds.SDS_TOLERANCE)
    rows = off.join(pathways, on=["pa_id", "member_id"], how="left", maintain_order="left")
    severe = (sds <= limits.SEVERE_HEIGHT_SDS) != (found <= limits.SEVERE_HEIGHT_SDS)
    short = (sds < limits.SHORT_HEIGHT_SDS) != (found < limits.SHORT_HEIGHT_SDS)
    material = ((col("pathway") == "I.A") & severe) | ((col("pathway") == "I.B") & short)
    return rows.with_columns(
        cause=_cause(),
        severity=when(material).then(lit(HIGH)).otherwise(lit(MEDIUM)),
        reason=when(material).then(lit("material")).otherwise(lit("difference")),
    )


@of_measurement(ADVISORY, "{height_cm} cm on {measured_date} does not fit the member's other heights ({reason}).")
def implausible_height(e: Evidence) -> DataFrame:
    """Carried forward, on the member's trend only in another unit, or lower than before; flagged, never corrected."""
    heights = e.measurements.filter(height.is_not_null()).select(
        "member_id", other_id="measurement_id", other_on="measured_date", other_cm="height_cm"
    )
    submitted = _submitted(e)
    pairs = submitted.select("measurement_id", "member_id", "measured_date", "height_cm").join(heights, on="member_id")
    earlier, other = col("other_on"), col("other_cm")
    old = (earlier <= add_days(on, -thresholds.CARRIED_FORWARD_DAYS)) & (other == height)
    lower = (earlier < on) & (other - height > thresholds.HEIGHT_LOSS_CM)
    neighbours = _nearest(pairs, earlier < on, "before").join(
        _nearest(pairs, earlier > on, "after"), on="measurement_id", how="full", coalesce=True
    )
    any_pair = pairs.group_by("measurement_id").agg(carried_forward=old.any(), lower=lower.any())
    found = any_pair.join(neighbours, on="measurement_id", how="left")
    reason = (
        when(col("carried_forward")).then(lit("carried_forward"))
        .when(_another_unit()).then(lit("unit"))
        .when(col("lower")).then(lit("lower"))
    )  # fmt: skip
    rows = submitted.join(found, on="measurement_id", maintain_order="left").with_columns(reason=reason)
    return rows.filter(col("reason").is_not_null())


def _submitted(e: Evidence) -> DataFrame:
    """Measurements that came with a request, with the member's sex and exact age."""
    members = e.members.select("member_id", "birth_date", "sex")
    rows = e.measurements.filter(col("pa_id").is_not_null()).join(members, on="member_id", maintain_order="left")
    return rows.with_columns(age_days=(on - col("birth_date")).dt.total_days().cast(pl.Int32))


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


def _nearest(pairs: DataFrame, side: Expr, name: str) -> DataFrame:
    """Give each measurement's nearest height on one side within two years; of one day the highest id."""
    first, last = (add_years(on, years) for years in (-thresholds.TREND_YEARS, thresholds.TREND_YEARS))
    near = pairs.filter(side & (col("other_on") >= first) & (col("other_on") <= last))
    days_off = (col("other_on") - on).dt.total_days().abs()
    ordered = near.with_columns(days_off=days_off).sort("days_off", "other_id", descending=[False, True])
    nearest = ordered.unique("measurement_id", keep="first", maintain_order=True)
    return nearest.select("measurement_id", col("other_cm").alias(name))


def _another_unit() -> Expr:
    """Tell a height far from its nearest neighbours in time, and near all of them when turned from or into inches."""
    neighbours = (col("before"), col("after"))
    far = [4 * (height - there).abs() > there for there in neighbours]
    from_inches = [(254 * height - 100 * there).abs() <= 10 * there for there in neighbours]
    into_inches = [10 * (100 * height - 254 * there).abs() <= 254 * there for there in neighbours]
    known = col("before").is_not_null() | col("after").is_not_null()
    return known & _every(far, neighbours) & (_every(from_inches, neighbours) | _every(into_inches, neighbours))


def _every(tests: list[Expr], neighbours: tuple[Expr, ...]) -> Expr:
    """Tell whether a test holds for every neighbour that there is."""
    return pl.all_horizontal(test | there.is_null() for test, there in zip(tests, neighbours, strict=True))
