"""What each request says, and how the plan decided it.

A case is made from an intention, not judged: mostly everything asked for is in order; `trouble` names the one
thing that is wrong, `gap` the one fact that is missing. The plan sees both and is right about four times in
five.
"""

import polars as pl

from pa_audit.synthetic.auxology import visits
from pa_audit.synthetic.calendar import LAST, plus_months
from pa_audit.synthetic.dice import Dice
from pa_audit.synthetic.population import INDICATIONS, weight_at

PAEDIATRIC_ENDOCRINOLOGY = "2080P0205X"
_ELSEWHERE = ["207RE0101X", "208000000X", "207Q00000X"]
TROUBLES = {
    "": 76.0, "taxonomy": 3.0, "epiphysis": 2.0, "igf1": 5.0, "gh_level": 3.0, "deletion": 1.5,
    "antibodies": 2.0,
    "malignancy": 1.0, "somatropin": 2.0, "dose": 3.0, "frequency": 1.5,
}  # fmt: skip
GAPS = (
    "", "consult_taxonomy", "epiphysis_status", "igf1_sds", "gh_level", "gh_gene_deletion",
    "gh_neutralizing_antibodies", "malignancy", "concurrent_somatropin", "dose_mg", "doses_per_day",
    "therapy_start_date", "currently_receiving", "growth_velocity_sds_1y", "growth_velocity_sds_2y",
)  # fmt: skip
# What the plan looks at, by kind of request: a trouble or a gap elsewhere passes unnoticed.
_ALWAYS = [
    "malignancy",
    "somatropin",
    "concurrent_somatropin",
    "dose",
    "frequency",
    "dose_mg",
    "doses_per_day",
]
_FIRST_TIME = [*_ALWAYS, "taxonomy", "epiphysis"]
_LOOKED_AT = {
    "deficiency": [*_FIRST_TIME, "igf1", "gh_level", "igf1_sds"],
    "insensitivity": [
        *_FIRST_TIME,
        "deletion",
        "antibodies",
        "gh_gene_deletion",
        "gh_neutralizing_antibodies",
    ],
    "continued": [*_ALWAYS, "currently_receiving"],
}
_DECISIONS = ["APPROVED", "DENIED", "PENDED", "WITHDRAWN"]
# Chance of each decision by how the case looks to the plan.
_ODDS = {
    "sound": (84.0, 8.0, 5.0, 3.0),
    "wrong": (21.0, 71.0, 5.0, 3.0),
    "silent": (32.0, 52.0, 12.0, 4.0),
    "other use": (40.0, 50.0, 6.0, 4.0),
    "secondary": (14.0, 78.0, 4.0, 4.0),
}


def requests(courses: pl.DataFrame, seed: int) -> pl.DataFrame:
    """The working columns of pa_requests, beside those of `courses`; grain: a case."""
    frame = (
        courses.pipe(_intentions, seed).pipe(visits, seed).pipe(_evidence, seed).pipe(_history, seed).pipe(_doses, seed)
    )
    return frame.pipe(_decisions, seed).pipe(_authorizations, seed).pipe(_gaps)


def _intentions(frame: pl.DataFrame, seed: int) -> pl.DataFrame:
    roll = Dice(seed, frame["case"])
    initial = (pl.col("turn") == 0) ^ roll.chance("other type", 0.1)
    # A child that comes back was mostly in order the first time.
    returns = (pl.col("turns") > 1) & (pl.col("turn") == 0) & roll.chance("returns", 0.7)
    gap = roll.choose("gap", GAPS, [82.0] + [18.0 / (len(GAPS) - 1)] * (len(GAPS) - 1))
    trouble = roll.choose("trouble", list(TROUBLES), list(TROUBLES.values()))
    return frame.with_columns(
        initial=initial,
        trouble=pl.when(returns).then(pl.lit("")).otherwise(trouble),
        gap=pl.when(returns).then(pl.lit("")).otherwise(gap),
        at_limit=roll.chance("at limit", 0.05),
    )


def _evidence(frame: pl.DataFrame, seed: int) -> pl.DataFrame:
    roll = Dice(seed, frame["case"])
    has, insensitive = _has, pl.col("indication") == INDICATIONS[1]
    elsewhere = roll.choose("elsewhere", _ELSEWHERE)
    consulted = roll.chance("consulted", 0.15)
    limit = pl.when("at_limit").then(0).otherwise(roll.between("igf1", 1, 320))
    return frame.with_columns(
        prescriber_taxonomy=pl.when(has("taxonomy") | consulted)
        .then(elsewhere)
        .otherwise(pl.lit(PAEDIATRIC_ENDOCRINOLOGY)),
        consult_taxonomy=pl.when(has("taxonomy"))
        .then(pl.lit(_ELSEWHERE[1]))
        .when(consulted)
        .then(pl.lit(PAEDIATRIC_ENDOCRINOLOGY)),
        epiphysis_status=pl.when(has("epiphysis"))
        .then(pl.lit("CLOSED"))
        .when(pl.col("age") > 3300)
        .then(pl.lit("OPEN")),
        igf1_sds=pl.when(has("igf1")).then(-300 + roll.between("igf1 high", 1, 220)).otherwise(-300 - limit),
        gh_level=pl.when(has("gh_level"))
        .then(pl.lit("LOW"))
        .otherwise(roll.choose("gh", ["NORMAL", "ELEVATED"], [6, 4])),
        gh_gene_deletion=pl.when(insensitive).then(~has("deletion")).otherwise(_sometimes(roll, "deletion", 0.2)),
        gh_neutralizing_antibodies=pl.when(insensitive)
        .then(~has("antibodies"))
        .otherwise(_sometimes(roll, "antibodies", 0.2)),
        growth_velocity_sds_1y=pl.when(insensitive & roll.chance("1y", 0.7)).then(-150 - roll.between("1y", 0, 200)),
        growth_velocity_sds_2y=pl.when(insensitive & roll.chance("2y", 0.5)).then(-110 - roll.between("2y", 0, 180)),
        malignancy=has("malignancy"),
        concurrent_somatropin=has("somatropin"),
        received=pl.col("reference") * 1440 + roll.between("minute", 480, 1079),
    )


def _history(frame: pl.DataFrame, seed: int) -> pl.DataFrame:
    """What a request for continued therapy says of the treatment so far; a first request says nothing."""
    roll, again = Dice(seed, frame["case"]), ~pl.col("initial")
    elsewhere = pl.col("reference") - roll.between("months elsewhere", 150, 800)
    began = pl.when(pl.col("turn") > 0).then(pl.col("first") + 12).otherwise(elsewhere)
    return frame.with_columns(
        therapy_start_date=pl.when(again).then(began),
        currently_receiving=pl.when(again).then((pl.col("turn") > 0) | roll.chance("met before", 0.5)),
        continuity_of_care=pl.when(again).then(roll.chance("continuity", 0.3)),
    )


def _has(trouble: str) -> pl.Expr:
    return pl.col("trouble") == trouble


def _sometimes(roll: Dice, name: str, share: float) -> pl.Expr:
    """False for a share of the cases, silent for the others."""
    return pl.when(roll.chance(f"{name}/said", share)).then(pl.lit(False))


def _doses(frame: pl.DataFrame, seed: int) -> pl.DataFrame:
    """Doses in micrograms, drawn up in tenths of a milligram: from 0.06 mg/kg, raised by turn, up to 0.12."""
    roll = Dice(seed, frame["member"])
    start, step = 50 + roll.between("start", 0, 28), roll.between("step", 0, 25)
    weight, earlier = weight_at(pl.col("seen")), weight_at(pl.col("seen") - pl.col("span_days"))
    level = (start + step * pl.col("turn")).clip(None, 118)
    last = (start + step * (pl.col("turn") - 1).clip(0, None)).clip(None, 118)
    usual, prior = level * weight // 1000 * 100, last * earlier // 1000 * 100
    kept = Dice(seed, frame["case"]).chance("kept", 0.35)
    over = Dice(seed, frame["case"]).between("over", 121, 190) * weight // 10
    frame = frame.with_columns(
        weight_kg=weight,
        prior_dose_mg=pl.when(~pl.col("initial")).then(prior),
        dose_mg=pl.when(_has("dose"))
        .then(over)
        .when(pl.col("at_limit"))
        .then(weight * 12)
        .when(~pl.col("initial") & kept)
        .then(prior)
        .otherwise(usual),
        doses_per_day=pl.when(_has("frequency")).then(3).otherwise(2),
    )
    return frame.with_columns(
        is_dose_increase=pl.when(~pl.col("initial")).then(pl.col("dose_mg") > pl.col("prior_dose_mg"))
    )


def _decisions(frame: pl.DataFrame, seed: int) -> pl.DataFrame:
    roll = Dice(seed, frame["case"])
    outgrown = pl.col("initial") & ((pl.col("age") < 731) | (pl.col("reference") >= pl.col("adult")))
    stature = pl.when("initial").then("tall").otherwise("slow")
    looks = (
        pl.when(pl.col("indication") == "SECONDARY_IGFD").then(pl.lit("secondary"))
        .when(pl.col("indication") == "OTHER").then(pl.lit("other use"))
        .when(pl.col("indication").is_null()).then(pl.lit("silent"))
        .when(_noticed("trouble") | outgrown | stature).then(pl.lit("wrong"))
        .when(_noticed("gap")).then(pl.lit("silent"))
        .otherwise(pl.lit("sound"))
    )  # fmt: skip
    wait = roll.between("wait", 1, 9 * 1440)
    frame = frame.with_columns(
        looks=looks,
        decided=pl.col("received") + wait,
        **{f"as {name}": roll.choose("decision", _DECISIONS, odds) for name, odds in _ODDS.items()},
    )
    chosen = pl.coalesce(pl.when(pl.col("looks") == name).then(f"as {name}") for name in _ODDS)
    late = pl.col("decided") >= (LAST + 1) * 1440
    frame = frame.with_columns(decision=pl.when(late).then(pl.lit("PENDED")).otherwise(chosen))
    closed = pl.col("decision").is_in(["APPROVED", "DENIED"])
    return frame.with_columns(decided=pl.when(closed).then("decided"))


def _noticed(fault: str) -> pl.Expr:
    """Is the trouble, or the gap, one that matters for this kind of request?"""
    kind = (
        pl.when(~pl.col("initial")).then(pl.col(fault).is_in(_LOOKED_AT["continued"]))
        .when(pl.col("indication") == INDICATIONS[1]).then(pl.col(fault).is_in(_LOOKED_AT["insensitivity"]))
        .otherwise(pl.col(fault).is_in(_LOOKED_AT["deficiency"]))
    )  # fmt: skip
    return kind & (pl.col(fault) != "")


def _authorizations(frame: pl.DataFrame, seed: int) -> pl.DataFrame:
    """Spans: the term that the policy allows, at times a day, a month or half a year longer, or shorter."""
    roll = Dice(seed, frame["case"])
    decided, approved = pl.col("decided") // 1440, pl.col("decision") == "APPROVED"
    planned = pl.col("first") + pl.col("turn") * pl.col("span_days") + roll.between("begin", 6, 9)
    commercial = pl.col("line_of_business") == "COMMERCIAL"
    half = commercial | ((pl.col("indication") == INDICATIONS[1]) & pl.col("initial"))
    renewal = pl.col("reference") + roll.between("renewal", -20, 330)
    slip = pl.Series("slip", [0, 1, 31, 184, -30]).gather(roll.pick("slip", [88, 3, 3, 2, 4]))
    frame = frame.with_columns(
        renewal_date=pl.when(commercial & ~roll.chance("renewal gap", 0.06)).then(renewal),
        start=pl.when(approved).then(pl.max_horizontal(decided, planned)),
    )
    term = plus_months(pl.col("start"), pl.when(half).then(6).otherwise(12)) - 1
    longer = pl.when(commercial & approved).then(pl.max_horizontal(term, "renewal_date"))
    end = pl.coalesce(longer, term)
    before_adult = pl.col("adult") - 1
    clipped = (end > before_adult) & (before_adult >= pl.col("start")) & roll.chance("clip", 0.8)
    return frame.with_columns(
        end=pl.when(clipped).then(before_adult).otherwise(end) + slip,
    ).with_columns(end=pl.max_horizontal("start", "end"))


def _gaps(frame: pl.DataFrame) -> pl.DataFrame:
    """Blank the fact that is missing, once everything that follows from it is known."""
    return frame.with_columns(
        pl.when(pl.col("gap") != name).then(name).alias(name) for name in GAPS if name in frame.columns
    )
