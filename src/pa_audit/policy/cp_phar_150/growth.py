"""Heights and weights of a case as facts: what lies in which window, and what two heights say together.

Grain in: one row a measurement with the case's dates beside it. Grain out: one row a case. Decimals are integers at
10^-6. Windows are closed, from the reference date back to their start and on to the evidence date (semantics.md).
"""

from functools import reduce

from polars import Expr, Int32, LazyFrame, col, lit, sum_horizontal, when

from pa_audit.dates import add_days, add_months, add_years
from pa_audit.policy.cp_phar_150 import limits
from pa_audit.policy.cp_phar_150.readings import Readings

date = col("measured_date")

complete = col("height_cm").is_not_null() & col("height_sds").is_not_null() & col("age_months").is_not_null()
with_age = col("height_cm").is_not_null() & col("age_months").is_not_null()
weighed = col("weight_kg").is_not_null()


def growth_facts(cases: LazyFrame, measurements: LazyFrame, r: Readings) -> LazyFrame:
    """Add the facts of the cases' own measurements to `cases`: pa_id is the case and member its member.

    `case` numbers the cases.
    """
    own = _own(cases, measurements).collect(engine="in-memory").lazy()  # once, and not once a part
    parts = [
        _latest_height(own),
        _case_weight(own),
        _pairs_apart(own, r),
        _sds_change(own, r),
        _yearly_growth(own),
    ]
    facts = reduce(_beside, parts, cases.select("case"))
    return _beside(cases, facts)


def with_pairs_apart(cases: LazyFrame, measurements: LazyFrame, r: Readings) -> LazyFrame:
    """Tell anew, of cases with their facts, which heights lie one and two years apart. Reads R6."""
    pairs = _pairs_apart(_own(cases, measurements), r)
    known = [name for name in pairs.collect_schema().names() if name != "case"]
    return _beside(cases.drop(known), pairs)


def _beside(cases: LazyFrame, part: LazyFrame) -> LazyFrame:
    return cases.join(part, on="case", how="left", maintain_order="left")


def _own(cases: LazyFrame, measurements: LazyFrame) -> LazyFrame:
    """Give the cases' own measurements up to the evidence date, in order, with the first days of the windows."""
    reference = col("reference_date")
    dated = cases.select(
        "case", "pa_id", "evidence_date", of_member="member",
        height_since=add_days(reference, -limits.HEIGHT_DAYS), weight_since=add_days(reference, -limits.WEIGHT_DAYS),
        a_year_ago=add_years(reference, -1), two_years_ago=add_years(reference, -2),
    )  # fmt: skip
    joined = measurements.join(dated, on="pa_id").filter(col("member") == col("of_member"))
    return joined.filter(date <= col("evidence_date")).sort("case", "measured_date", "measurement_id")


def _by_case(rows: LazyFrame, **facts: Expr) -> LazyFrame:
    return rows.group_by("case", maintain_order=True).agg(**facts)


def _latest_height(own: LazyFrame) -> LazyFrame:
    """Latest complete measurement within 90 days, and whether any is on file (I.A.7, I.B.7.a)."""
    shown = {
        "height_sds": "height_sds",
        "height_cm": "height_cm",
        "height_age_months": "age_months",
    }
    source = {"height_date": "measured_date", "height_measurement_id": "measurement_id"}
    return _latest(own.filter(complete), "height_since", shown, source, on_file="height_on_file")


def _case_weight(own: LazyFrame) -> LazyFrame:
    """Latest measured weight within 90 days, for requests that state none, and whether any is on file."""
    source = {"measured_weight_date": "measured_date", "measured_weight_id": "measurement_id"}
    shown = {"measured_weight_kg": "weight_kg"}
    return _latest(own.filter(weighed), "weight_since", shown, source, on_file="weight_on_file")


def _latest(rows: LazyFrame, since: str, shown: dict[str, str], source: dict[str, str], on_file: str) -> LazyFrame:
    """Give each case what its last row shows, blank where that is older than `since`, and the source either way."""
    named = {name: col(row).last() for name, row in (shown | source).items()}
    last = _by_case(rows, recent=(date >= col(since)).last(), **named)
    return last.select("case", when(col("recent")).then(col(*shown)), col(*source), lit(True).alias(on_file))


def _pairs_apart(own: LazyFrame, r: Readings) -> LazyFrame:
    """Whether two heights one and two years apart back a growth velocity (I.B.7.b.ii, iii). Reads R6.

    Adding months keeps the order of dates, so the earliest and the latest height, the first and the last of these rows,
    are a pair if any two are.
    """
    dates: dict[str, Expr] = {}
    for name, since in {"heights_1y": "a_year_ago", "heights_2y": "two_years_ago"}.items():
        within = when(date >= col(since)).then(date)
        dates[f"{name}_first_date"] = date if r.R6 == "later_within" else within
        dates[f"{name}_last_date"] = within
    extremes = {
        name: col(name).first(ignore_nulls=True) if "first" in name else col(name).last(ignore_nulls=True)
        for name in dates
    }
    return _by_case(own.filter(with_age).with_columns(**dates), **extremes).with_columns(_apart(1), _apart(2))


def _apart(years: int) -> Expr:
    name = f"heights_{years}y"
    far_enough = col(f"{name}_last_date") >= add_years(col(f"{name}_first_date"), years)
    return when(far_enough).then(True).alias(f"{name}_apart")


def _sds_change(own: LazyFrame, r: Readings) -> LazyFrame:
    """The largest fall among pairs of complete heights of the last year at least six months apart (I.B.7.b.i).

    Where a fall has to cross two lines, the largest of those that do, if any does. Reads R5 (which pair is shown).
    """
    heights = own.filter(complete & (date >= col("a_year_ago")))
    far_enough = add_months(date, limits.FALL_MONTHS)
    earlier = heights.select(
        "case", earlier_date=date, earlier_sds="height_sds", earlier_id="measurement_id", far_enough=far_enough
    )
    later = heights.select("case", later_date=date, later_sds="height_sds", later_id="measurement_id")
    change = col("later_sds") - col("earlier_sds")
    fell_across_lines = (change < limits.SDS_FALL) & (_lines_crossed() >= limits.LINES_CROSSED)
    pairs = earlier.join(later, on="case").filter(col("later_date") >= col("far_enough"))
    decisive = lit(False) if r.R5 == "fall_over_1_sd" else ~fell_across_lines
    return _by_case(
        pairs.with_columns(change=change, fell_across_lines=fell_across_lines).sort(
            "case", decisive, "change", "earlier_date", "later_date", "earlier_sds", "earlier_id", "later_id"
        ),
        sds_change=col("change").first(),
        sds_change_first_date=col("earlier_date").first(),
        sds_change_first_sds=col("earlier_sds").first(),
        sds_change_first_id=col("earlier_id").first(),
        sds_change_last_date=col("later_date").first(),
        sds_change_last_sds=col("later_sds").first(),
        sds_change_last_id=col("later_id").first(),
        sds_fell_across_lines=col("fell_across_lines").any(),
    )


def _lines_crossed() -> Expr:
    """Count the percentile lines that lie between the later and the earlier height (R5's alternative)."""
    return sum_horizontal(
        ((col("later_sds") < line) & (col("earlier_sds") >= line)).cast(Int32) for line in limits.PERCENTILE_LINES
    )


def _yearly_growth(own: LazyFrame) -> LazyFrame:
    """From the earliest to the latest height of the last year (II.A.2); no growth from a single date."""
    heights = own.filter(col("height_cm").is_not_null() & (date >= col("a_year_ago")))
    one_a_day = heights.unique(["case", "measured_date"], keep="last", maintain_order=True)
    first_and_last = _by_case(
        one_a_day,
        growth_first_date=date.first(),
        growth_first_height_cm=col("height_cm").first(),
        growth_first_id=col("measurement_id").first(),
        growth_last_date=date.last(),
        growth_last_height_cm=col("height_cm").last(),
        growth_last_id=col("measurement_id").last(),
    )
    growth = col("growth_last_height_cm") - col("growth_first_height_cm")
    return first_and_last.with_columns(growth_cm=when(col("growth_last_date") > col("growth_first_date")).then(growth))
