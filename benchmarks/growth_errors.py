"""How many injected errors does implausible_height find? Hits and misses on growthcleanr's synthetic measurements.

The file does not say which of its heights are wrong. But its children follow their percentile closely (half of their
z-scores lie within 0.03 of the child's median, four in five within 0.09), so a height more than 0.3 off is labelled
wrong: children of 2 to 20 years with at least four heights, by code that shares nothing
with the audit. Audit the file first:

    pa-audit run --extracts FOLDER --mapping growthcleanr --as-of 2026-01-01 --database FILE --reports DIR
    python benchmarks/growth_errors.py FOLDER/syngrowth.csv.gz FILE
"""

import sys
from bisect import bisect

import duckdb
import polars as pl
from polars import DataFrame, col, lit, when

from pa_audit.resources import REFERENCE

WRONG = 0.3  # SD
DAYS_A_MONTH = 30.4375
FOUND = """
select measurement_id as id, reason as found from p.audit.findings where kind = 'implausible_height'
union all select distinct raw ->> 'id', 'range' from p.audit.quarantine where extract = 'growth_measurements'
"""


def z_score(table: list[tuple[float, ...]], days: float, height: float) -> float:
    """Give the z-score by CDC's L, M and S at the exact age."""
    age = days / DAYS_A_MONTH
    at = bisect(table, (age,))
    (age_0, *before), (age_1, *after) = table[at - 1], table[at]
    share = (age - age_0) / (age_1 - age_0)
    power, median, spread = (a + share * (b - a) for a, b in zip(before, after, strict=True))
    return ((height / median) ** power - 1) / (power * spread)


def heights(path: str) -> DataFrame:
    """Read the heights of children, each with its deviation from the child's median z-score, as such and in inches."""
    cdc = pl.read_csv(REFERENCE / "cdc_statage.csv").sort("Agemos")
    tables = {sex: cdc.filter(col("Sex") == sex + 1).select("Agemos", "L", "M", "S").rows() for sex in (0, 1)}
    rows = pl.read_csv(path).filter((col("param") == "HEIGHTCM") & col("agedays").is_between(731, 7304))
    rows = rows.filter(pl.len().over("subjid") >= 4).with_columns(col("id").cast(pl.String)).sort("agedays", "id")
    given = rows.select("sex", "agedays", "measurement").rows()
    scored = {
        name: [z_score(tables[sex], days, height * factor) for sex, days, height in given]
        for name, factor in {"z": 1.0, "from_inches": 2.54, "into_inches": 1 / 2.54}.items()
    }
    usual = col("z").median().over("subjid")
    return rows.with_columns(**{name: pl.Series(values) for name, values in scored.items()}).with_columns(
        *((col(name) - usual).alias(name) for name in scored)
    )


def labelled(rows: DataFrame) -> DataFrame:
    """Say what is wrong with each height, if anything is."""
    earlier = col("measurement").shift().over("subjid")
    other_unit = (col("from_inches").abs() < WRONG) | (col("into_inches").abs() < WRONG)
    label = (
        when(col("z").abs() <= WRONG).then(lit("sound"))
        .when(other_unit).then(lit("in another unit"))
        .when(earlier == col("measurement")).then(lit("carried forward"))
        .when(col("z") > 0).then(lit("other, too tall"))
        .otherwise(lit("other, too short"))
    )  # fmt: skip
    return rows.with_columns(label=label)


def main() -> None:
    """Print what was found of each kind."""
    con = duckdb.connect()
    con.execute(f"attach '{sys.argv[2]}' as p (read_only)")
    found = con.sql(FOUND).pl()
    rows = (
        labelled(heights(sys.argv[1])).join(found, on="id", how="left").with_columns(col("found").fill_null("nothing"))
    )
    table = rows.group_by("label", "found").len().pivot("found", index="label", values="len").fill_null(0).sort("label")
    print(*([str(value) for value in line] for line in [table.columns, *table.rows()]), sep="\n")
    wrong = col("label") != "sound"
    seen = col("found") != "nothing"
    counts = [rows.filter(side).height for side in (wrong & seen, wrong & ~seen, ~wrong & seen, ~wrong & ~seen)]
    print("wrong: {} found, {} missed; sound: {} flagged, {} not".format(*counts))


if __name__ == "__main__":
    main()
