"""Heights and weights of a case as facts: what lies in which window, and what two heights say together.

Grain in: one row a measurement with the case's dates beside it. Grain out: one row a case. Decimals are integers at
10^-6. Windows are closed, from the reference date back to their start and on to the evidence date (semantics.md).
"""

from polars import Expr, Int32, LazyFrame, col, lit, sum_horizontal, when

from pa_audit.dates import add_days, add_months, add_years
from pa_audit.policy.cp_phar_150 import limits
from pa_audit.policy.cp_phar_150.readings import Readings

DATES = ("pa_id", "member_id", "reference_date", "evidence_date")

complete = col("height_cm").is_not_null() & col("height_sds").is_not_null() & col("age_months").is_not_null()
with_age = col("height_cm").is_not_null() & col("age_months").is_not_null()
up_to_evidence = col("measured_date") <= col("evidence_date")


def growth_facts(cases: LazyFrame, measurements: LazyFrame, r: Readings) -> LazyFrame:
    """Add the facts of the cases' own measurements to `cases`: pa_id is the case and member_id its member."""
    own = _own(cases, measurements)
    parts = [
        _latest_height(own),
        _case_weight(own),
        _pairs_apart(own, r),
        _sds_change(own),
        _yearly_growth(own),
    ]
    for part in parts:
        cases = cases.join(part, on="pa_id", how="left")
    return cases


def with_pairs_apart(cases: LazyFrame, measurements: LazyFrame, r: Readings) -> LazyFrame:
    """Tell anew, of cases with their facts, which heights lie one and two years apart. Reads R6."""
    pairs = _pairs_apart(_own(cases, measurements), r)
    known = [name for name in pairs.collect_schema().names() if name != "pa_id"]
    return cases.drop(known).join(pairs, on="pa_id", how="left")


def _own(cases: LazyFrame, measurements: LazyFrame) -> LazyFrame:
    return measurements.join(cases.select(DATES), on=["pa_id", "member_id"]).sort("measured_date", "measurement_id")


def _since(first_day: Expr) -> Expr:
    return (col("measured_date") >= first_day) & up_to_evidence


def _days(days: int) -> Expr:
    return _since(add_days(col("reference_date"), -days))


def _years(years: int) -> Expr:
    return _since(add_years(col("reference_date"), -years))


def _latest_height(own: LazyFrame) -> LazyFrame:
    """Latest complete measurement within 90 days, and whether any is on file (I.A.7, I.B.7.a)."""
    shown = {
        "height_sds": "height_sds",
        "height_cm": "height_cm",
        "height_age_months": "age_months",
        "height_date": "measured_date",
        "height_measurement_id": "measurement_id",
    }
    return _latest(own.filter(complete), _days(limits.HEIGHT_DAYS), shown, on_file="height_on_file")


def _case_weight(own: LazyFrame) -> LazyFrame:
    """Latest measured weight within 90 days, for requests that state none, and whether any is on file."""
    shown = {
        "measured_weight_kg": "weight_kg",
        "measured_weight_date": "measured_date",
        "measured_weight_id": "measurement_id",
    }
    weighed = own.filter(col("weight_kg").is_not_null())
    return _latest(weighed, _days(limits.WEIGHT_DAYS), shown, on_file="weight_on_file")


def _latest(rows: LazyFrame, recent: Expr, shown: dict[str, str], on_file: str) -> LazyFrame:
    before_decision = rows.filter(up_to_evidence).group_by("pa_id", maintain_order=True)
    latest = [col(source).filter(recent).last().alias(name) for name, source in shown.items()]
    return before_decision.agg(latest).with_columns(lit(True).alias(on_file))


def _pairs_apart(own: LazyFrame, r: Readings) -> LazyFrame:
    """Whether two heights one and two years apart back a growth velocity (I.B.7.b.ii, iii). Reads R6.

    Adding months keeps the order of dates, so the earliest and the latest height are a pair if any two are.
    """
    return (
        own.filter(with_age & up_to_evidence)
        .group_by("pa_id", maintain_order=True)
        .agg(*_pair_apart(1, r), *_pair_apart(2, r))
    )


def _pair_apart(years: int, r: Readings) -> list[Expr]:
    name = f"heights_{years}y"
    within, date = _years(years), col("measured_date")
    first = (date if r.R6 == "later_within" else date.filter(within)).min()
    last = date.filter(within).max()
    apart = when(last >= add_years(first, years)).then(True)
    return [apart.alias(f"{name}_apart"), first.alias(f"{name}_first_date"), last.alias(f"{name}_last_date")]


def _sds_change(own: LazyFrame) -> LazyFrame:
    """The largest fall among pairs of complete heights of the last year at least six months apart (I.B.7.b.i)."""
    height = own.filter(complete & _years(1)).select("pa_id", "measured_date", "height_sds")
    far_enough = col("later_date") >= add_months(col("earlier_date"), limits.FALL_MONTHS)
    earlier = height.rename({"measured_date": "earlier_date", "height_sds": "earlier_sds"})
    later = height.rename({"measured_date": "later_date", "height_sds": "later_sds"})
    change = col("later_sds") - col("earlier_sds")
    fell_across_lines = (change < limits.SDS_FALL) & (_lines_crossed() >= limits.LINES_CROSSED)
    ordered = ["change", "earlier_date", "later_date", "earlier_sds"]
    return (
        earlier.join(later, on="pa_id")
        .filter(far_enough)
        .with_columns(change=change, fell_across_lines=fell_across_lines)
        .sort(ordered)
        .group_by("pa_id", maintain_order=True)
        .agg(
            sds_change=col("change").first(),
            sds_change_first_date=col("earlier_date").first(),
            sds_change_first_sds=col("earlier_sds").first(),
            sds_change_last_date=col("later_date").first(),
            sds_change_last_sds=col("later_sds").first(),
            sds_fell_across_lines=col("fell_across_lines").any(),
        )
    )


def _lines_crossed() -> Expr:
    """Count the percentile lines that lie between the later and the earlier height (R5's alternative)."""
    return sum_horizontal(
        ((col("later_sds") < line) & (col("earlier_sds") >= line)).cast(Int32) for line in limits.PERCENTILE_LINES
    )


def _yearly_growth(own: LazyFrame) -> LazyFrame:
    """From the earliest to the latest height of the last year (II.A.2); no growth from a single date."""
    height, date = col("height_cm"), col("measured_date")
    first_height = height.filter(date == date.min()).last()
    return (
        own.filter(height.is_not_null() & _years(1))
        .group_by("pa_id", maintain_order=True)
        .agg(
            growth_cm=when(date.max() > date.min()).then(height.last() - first_height),
            growth_first_date=date.min(),
            growth_first_height_cm=first_height,
            growth_last_date=date.max(),
            growth_last_height_cm=height.last(),
        )
    )
