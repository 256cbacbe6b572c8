"""The children and their requests: who they are, how they grow, what is asked for and when.

Cases come in sixes: three members with one, two and three requests. Working columns hold whole numbers (days
since 1970-01-01, tenths of cm and kg, micrograms); draws with the member's id are the same for all of a
member's cases.
"""

import polars as pl

from pa_audit.synthetic import growth
from pa_audit.synthetic.calendar import LAST, birthday, day, plus_months
from pa_audit.synthetic.dice import Dice

SIX = 6
_MEMBER_OF = pl.Series([0, 1, 1, 2, 2, 2])
_TURN_OF = pl.Series([0, 0, 1, 0, 1, 2])
_FIRST = day("2020-05-15")
_STATES = ["TX", "CA", "FL", "OH", "GA", "IL", "MO", "WA"]
INDICATIONS = ["SEVERE_PRIMARY_IGFD", "ACQUIRED_GH_INSENSITIVITY", "SECONDARY_IGFD", "OTHER", None]


def courses(first: int, count: int, seed: int) -> pl.DataFrame:
    """One row a case, numbered first … first + count - 1: member, turn, plan, indication, dates, body."""
    case = pl.int_range(first, first + count, eager=True)
    frame = pl.DataFrame({"case": case}).with_columns(
        member=case // SIX * 3 + _MEMBER_OF.gather(case % SIX),
        turn=_TURN_OF.gather(case % SIX),
        turns=_MEMBER_OF.gather(case % SIX) + 1,
    )
    return frame.pipe(_members, seed).pipe(_references, seed).pipe(_births, seed).pipe(_bodies, seed)


def _members(frame: pl.DataFrame, seed: int) -> pl.DataFrame:
    roll = Dice(seed, frame["member"])
    return frame.with_columns(
        sex=roll.choose("sex", ["M", "F", "U"], [53, 46.6, 0.4]),
        line_of_business=roll.choose("line", ["MEDICAID", "HIM", "COMMERCIAL"], [45, 20, 35]),
        state=roll.choose("state", [*_STATES, None], [22, 14, 16, 14, 12, 10, 6, 5, 1]),
        indication=roll.choose("indication", INDICATIONS, [68, 15, 6, 8, 3]),
        prescriber=roll.between("prescriber", 0, 399),
    ).with_columns(male=pl.col("sex") != "F")


def _references(frame: pl.DataFrame, seed: int) -> pl.DataFrame:
    """Reference dates: a first request, then one 5 to 25 days before each authorization runs out."""
    half_year = (pl.col("line_of_business") == "COMMERCIAL") | (pl.col("indication") == INDICATIONS[1])
    spread = LAST - 6 - _FIRST - (pl.col("turns") - 1) * pl.col("span_days")
    lead = pl.when(pl.col("turn") > 0).then(Dice(seed, frame["case"]).between("lead", 5, 25)).otherwise(0)
    frame = frame.with_columns(span_days=pl.when(half_year).then(182).otherwise(365))
    frame = frame.with_columns(first=_FIRST + (spread * Dice(seed, frame["member"]).uniform("first")).cast(pl.Int64))
    return frame.with_columns(reference=pl.col("first") + pl.col("turn") * pl.col("span_days") - lead)


def _births(frame: pl.DataFrame, seed: int) -> pl.DataFrame:
    """Most first requests come between 2 and 16 years; some within a day of a birthday that matters."""
    roll = Dice(seed, frame["member"])
    age = 760 + (roll.uniform("age") * 5300).cast(pl.Int64)
    years = pl.Series([2, 10, 18]).gather(roll.pick("edge", [1, 2, 1]))
    edge = plus_months(pl.col("first"), -12 * pl.lit(years)) + roll.between("beside", -1, 1)
    outside = pl.col("first") - pl.when(roll.chance("young", 0.5)).then(640).otherwise(6640)
    kind = roll.pick("kind of age", [93, 4, 3])
    born = pl.when(kind == 1).then(edge).when(kind == 2).then(outside).otherwise(pl.col("first") - age)
    return frame.with_columns(born=born).with_columns(
        adult=birthday(pl.col("born"), 18),
        tenth=birthday(pl.col("born"), 10),
        age=pl.col("reference") - pl.col("born"),
    )


def _bodies(frame: pl.DataFrame, seed: int) -> pl.DataFrame:
    """Height at the first visit, growth a year before and on treatment (tenths of cm), build."""
    roll = Dice(seed, frame["member"])
    short = pl.when(pl.col("indication") == INDICATIONS[1]).then(1.0).otherwise(0.0)
    depth = 3.02 + (roll.bell("depth").abs() * 0.75) - short * roll.uniform("shift")
    taller = pl.Series("taller", roll.chance("taller", 0.11))
    sds = -pl.when(taller).then(1.2 + 1.75 * roll.uniform("tall") - short * 0.4).otherwise(depth)
    years = (pl.col("first") - pl.col("born")) / 365.25
    pace, response = 1 + 0.1 * roll.bell("pace"), 1 + 0.1 * roll.bell("response")
    before = growth.interpolate(years, [2, 4, 10, 14, 17], [70, 50, 42, 38, 10]) * pace
    on = growth.interpolate(years, [2, 6, 12, 15, 18], [85, 72, 62, 40, 10]) * response
    frame = frame.with_columns(
        visit=pl.col("first") - roll.between("visit", 0, 60),
        slow=roll.chance("slow", 0.08),
        tall=taller,
        build=pl.Series(1.0 + 0.06 * roll.bell("build")),
    )
    return frame.with_columns(
        base=growth.height(pl.col("visit") - pl.col("born"), pl.col("male"), sds),
        before=before,
        on=pl.when(pl.col("slow")).then(14.0 * roll.uniform("slowness") + 4.0).otherwise(on),
    )


def height_at(days: pl.Expr) -> pl.Expr:
    """The child's height (tenths of a cm) on a day."""
    years = (days - pl.col("visit")) / 365.25
    pace = pl.when(years < 0).then(pl.col("before")).otherwise(pl.col("on"))
    return (pl.col("base") + years * pace).round(0).cast(pl.Int64).clip(500, None)


def weight_at(days: pl.Expr) -> pl.Expr:
    """The child's weight (tenths of a kg) on a day."""
    return growth.weight(days - pl.col("born"), height_at(days), pl.col("build"))
