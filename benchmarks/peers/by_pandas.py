"""The same answers by hand-written pandas: Arrow columns, whose Booleans are Kleene's, and an integer key to join on.

python benchmarks/peers/by_pandas.py GIVEN ANSWERS
"""

import sys
from functools import reduce
from operator import and_
from pathlib import Path

import numpy as np

sys.path.append(str(Path(sys.prefix, "beside")))  # peers.BESIDE, which a file that runs by itself does not see

import pandas as pd
from pandas import DataFrame, Series

INT8, INT64 = "int8[pyarrow]", "int64[pyarrow]"
SPECIALIST = "2080P0205X"
DAYS = 1 << 22  # more than lie between any two dates


def answer(given: Path, answers: Path) -> None:
    """Write the answers to the given files."""
    facts = read(given / "facts.parquet")
    for section, judge in JUDGES.items():
        judge(facts[facts["pathway"] == section]).to_parquet(answers / f"{section}.parquet", compression=None)
    dispensed = dispensings(read(given / "claims.parquet"), read(given / "weights.parquet"))
    dispensed.to_parquet(answers / "dispensings.parquet", compression=None)


def read(path: Path) -> DataFrame:
    return pd.read_parquet(path, dtype_backend="pyarrow")


def initial_igfd(f: DataFrame) -> DataFrame:
    past_ten = after_birthday(f, 10)
    level = f["gh_level"]
    holds = {
        "I.A.1": f["indication"] == "SEVERE_PRIMARY_IGFD", "I.A.2": specialist(f), "I.A.3": of_age(f),
        "I.A.4": ~past_ten | (f["epiphysis_status"] == "OPEN"), "I.A.5": f["igf1_sds"] <= -3_000_000,
        "I.A.6": (level == "NORMAL") | (level == "ELEVATED"), "I.A.7": f["height_sds"] <= -3_000_000,
        "I.A.8": ~f["malignancy"], "I.A.9": ~f["concurrent_somatropin"], "I.A.10": dose_within_limit(f),
    }  # fmt: skip
    return judged(f, holds, list(holds), {"I.A.4": past_ten})


def initial_ghi(f: DataFrame) -> DataFrame:
    past_ten = after_birthday(f, 10)
    one_year = (f["growth_velocity_sds_1y"] < -2_000_000).where(known(f["heights_1y_apart"]))
    two_years = (f["growth_velocity_sds_2y"] < -1_500_000).where(known(f["heights_2y_apart"]))
    short, fell = f["height_sds"] < -2_000_000, f["sds_change"] < -1_000_000
    failure = fell | one_year | two_years
    holds = {
        "I.B.1": f["indication"] == "ACQUIRED_GH_INSENSITIVITY", "I.B.2": specialist(f), "I.B.3": of_age(f),
        "I.B.4": ~past_ten | (f["epiphysis_status"] == "OPEN"), "I.B.5": f["gh_gene_deletion"],
        "I.B.6": f["gh_neutralizing_antibodies"], "I.B.7": short | failure, "I.B.7.a": short, "I.B.7.b": failure,
        "I.B.7.b.i": fell, "I.B.7.b.ii": one_year, "I.B.7.b.iii": two_years, "I.B.8": ~f["malignancy"],
        "I.B.9": ~f["concurrent_somatropin"], "I.B.10": dose_within_limit(f),
    }  # fmt: skip
    return judged(f, holds, [name for name in holds if name.count(".") == 2], {"I.B.4": past_ten})


def continued(f: DataFrame) -> DataFrame:
    treated = f["therapy_start_date"] <= months_later(f["reference_date"], -12)
    enough = f["growth_cm"] >= 2_000_000
    a_year_shown = f["growth_last_date"] >= months_later(f["growth_first_date"], 11)
    grew = enough.where(known(enough | a_year_shown))
    ticked, dose, before = f["is_dose_increase"], f["dose_mg"], f["prior_dose_mg"]
    more = known(ticked | (dose > before))
    increase = (~(~ticked | (dose <= before)).where(known(~ticked | (dose <= before)))).mask(more, True)
    receiving, continuity = f["currently_receiving"], f["continuity_of_care"]
    holds = {
        "II.A.1": receiving | continuity, "II.A.1.a": receiving, "II.A.1.b": continuity, "II.A.2": ~treated | grew,
        "II.A.3": ~f["malignancy"], "II.A.4": ~f["concurrent_somatropin"], "II.A.5": ~increase | dose_within_limit(f),
    }  # fmt: skip
    top = [name for name in holds if name.count(".") == 2]
    return judged(f, holds, top, {"II.A.2": treated, "II.A.5": increase})


def referred(section: str, f: DataFrame) -> DataFrame:
    changed = f["label_changed_recently"]
    routes = {f"{section}.1": changed.astype(INT8), f"{section}.2": (~changed).astype(INT8)}
    return DataFrame({"case": f["case"], "determination": "refer", **routes})


def secondary(f: DataFrame) -> DataFrame:
    causes = ("gh_deficiency", "malnutrition", "hypothyroidism", "long_term_steroid_use")
    absent = {
        f"III.B.{number}": (~f[f"coded_{cause}"]).where(known(f[f"coded_{cause}"])).astype(INT8)
        for number, cause in enumerate(causes, start=1)
    }
    attested = (f["indication"] != "SECONDARY_IGFD").astype(INT8)
    return DataFrame({"case": f["case"], "determination": "not_authorized", "III.B": attested, **absent})


JUDGES = {
    "I.A": initial_igfd,
    "I.B": initial_ghi,
    "I.C": lambda f: referred("I.C", f),
    "II.A": continued,
    "II.B": lambda f: referred("II.B", f),
    "III.B": secondary,
}


def judged(f: DataFrame, holds: dict[str, Series], top: list[str], applies: dict[str, Series]) -> DataFrame:
    """Put clauses into numbers, and the verdict of the top ones beside them."""
    met = reduce(and_, (holds[name] for name in top))
    verdict = np.select([known(met), known(~met)], ["criteria_met", "criteria_not_met"], "not_documented")
    status = {name: value.astype(INT8) for name, value in holds.items()}
    status |= {name: status[name].mask(known(~when), 2) for name, when in applies.items()}
    return DataFrame({"case": f["case"], "determination": verdict, **status})


def known(value: Series) -> np.ndarray:
    """Tell where a Boolean is true; null is not."""
    return value.to_numpy(dtype=bool, na_value=False)


def specialist(f: DataFrame) -> Series:
    return (f["prescriber_taxonomy"] == SPECIALIST) | (f["consult_taxonomy"] == SPECIALIST)


def of_age(f: DataFrame) -> Series:
    reference = f["reference_date"]
    return (birthday(f, 2) <= reference) & (reference < birthday(f, 18))


def after_birthday(f: DataFrame, years: int) -> Series:
    return f["reference_date"] > birthday(f, years)


def birthday(f: DataFrame, years: int) -> Series:
    """Clipped to 28 February in common years, and moved on to 1 March."""
    born = days_of(f["birth_date"])
    clipped = add_months(born, 12 * years)
    moved = (clipped - clipped.astype("M8[M]").astype("M8[D]")) != (born - born.astype("M8[M]").astype("M8[D]"))
    return as_dates(clipped + moved.astype("m8[D]"), f.index)


def months_later(dates: Series, months: int) -> Series:
    return as_dates(add_months(days_of(dates), months), dates.index)


def add_months(days: np.ndarray, months: int) -> np.ndarray:
    """Shift by whole months, clipped to the month's end."""
    month = days.astype("M8[M]")
    start, end = (month + months).astype("M8[D]"), (month + months + 1).astype("M8[D]") - 1
    return np.minimum(start + (days - month.astype("M8[D]")), end)


def days_of(dates: Series) -> np.ndarray:
    return dates.astype("timestamp[s][pyarrow]").to_numpy(dtype="M8[s]", na_value=np.datetime64("NaT")).astype("M8[D]")


def as_dates(days: np.ndarray, index: pd.Index) -> Series:
    return Series(pd.array(days.astype("M8[s]"), dtype="timestamp[s][pyarrow]"), index=index).astype("date32[pyarrow]")


def dose_within_limit(f: DataFrame) -> Series:
    return (100 * f["dose_mg"] <= 12 * f["case_weight_kg"]) & (f["doses_per_day"] <= 2)


def dispensings(claims: DataFrame, weights: DataFrame) -> DataFrame:
    """Judge every member's day, with the latest weight up to it."""
    claims = claims.assign(key=keys(claims["member"], claims["service_date"]), unmeasured=claims["mg"].isna())
    days = claims.groupby("key").agg(
        member=("member", "first"), service_date=("service_date", "first"), mg=("mg", "sum"),
        days_supply=("days_supply", "max"), unmeasured=("unmeasured", "any"),
    ).reset_index()  # fmt: skip
    to_next = (days["key"].shift(-1) - days["key"]).where(days["member"].shift(-1) == days["member"])
    supply = days["days_supply"].astype("float64").fillna(to_next.clip(upper=90).astype("float64"))
    weights = weights.assign(key=keys(weights["member"], weights["weight_date"]), weighed=weights["member"])
    known_weights = weights[["key", "weighed", "weight_date", "weight_kg"]]
    latest = pd.merge_asof(days.drop(columns=["unmeasured", "days_supply"]), known_weights, on="key")
    own = known(latest["weighed"] == latest["member"])
    found = latest.assign(
        mg=latest["mg"].mask(days["unmeasured"].to_numpy()),
        days=Series(supply, dtype="int32[pyarrow]"),
        weight_kg=latest["weight_kg"].where(own),
        weight_date=latest["weight_date"].where(own),
    )
    return found.assign(status=dose_status(found)).drop(columns=["key", "weighed"])


def dose_status(found: DataFrame) -> np.ndarray:
    """Set the milligrams against the limit and whole vials."""
    age = ordinal(found["service_date"]) - ordinal(found["weight_date"])
    mg, days, weight = found["mg"], found["days"].astype(INT64), found["weight_kg"]
    unsettled = (mg.isna() | days.isna() | weight.isna()).to_numpy() | known(age > 180)
    within = 100 * mg <= 24 * weight * days
    per_vial = (4_000_000_000 // (12 * weight)).clip(upper=60)
    vials = mg <= 40_000_000 * ((2 * days + per_vial - 1) // per_vial)
    kinds = ["not_documented", "within_limit", "vial_rounding"]
    return np.select([unsettled, known(within), known(vials)], kinds, "over_dose")


def keys(member: Series, dates: Series) -> Series:
    """Number a member's day: one integer in the order of the two."""
    return member.astype("int64") * DAYS + ordinal(dates).astype("int64")


def ordinal(dates: Series) -> Series:
    """Count days since 1970."""
    return dates.astype("int32[pyarrow]").astype(INT64)


if __name__ == "__main__":
    answer(*map(Path, sys.argv[1:]))
