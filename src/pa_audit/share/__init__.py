"""The shareable edition of a publication: pseudonyms for ids, shifted dates, no free text, no small cells.

First the rows are told apart only as far as small_cells.py allows, then everything is counted on these rows. Whatever
would give a suppressed category away (an amount of mg, a date that only an approval has) goes with it. docs/sharing.md
says what this protects and what it does not.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path

import polars as pl
from polars import DataFrame, Expr, col, lit, when

from pa_audit import publication, store
from pa_audit.dates import add_years
from pa_audit.errors import UsageError
from pa_audit.reports import save, to_csv
from pa_audit.resources import TEMPLATES
from pa_audit.share.pseudonyms import pseudonyms, shifts
from pa_audit.share.small_cells import SMALLEST, SUPPRESSED, coarsened

# What cases are counted by, the most important first: what comes later is given up before it.
CASE_CATEGORIES = ("over_dose", "outcome", "line_of_business", "pathway", "authorization_length")
# What of these follows from clauses. A clause is counted within it: else the difference of the two gives small cells.
DECIDED_BY_CLAUSES = ("over_dose", "outcome", "pathway")
QUERIES = ("cases", "clauses", "dispensings", "episodes")
# Dates further from the day of the audit stand for none, such as 9999-12-31 for no end: moved, they tell by how much.
YEARS_BEFORE, YEARS_AFTER = 20, 5


def write(database: Path, key: bytes, out: Path) -> dict[str, int]:
    """Write the edition of a publication into the new folder `out`; give the rows of each table.

    Raises UsageError when the publication has fewer than eleven members with cases: no count of it can be shared.
    """
    as_of = publication.last_run(database).as_of
    with publication.reading(database) as con:
        found = {name: con.sql(store.sql(f"share/{name}")).pl() for name in QUERIES}
    tables = edition(found, key, as_of)
    out.mkdir(mode=0o700, parents=True, exist_ok=True)
    for name, table in tables.items():
        save(out / f"{name}.csv", to_csv(table))
    save(out / "README.txt", (TEMPLATES / "share_readme.txt").read_text(encoding="utf-8"))
    return {name: table.height for name, table in tables.items()}


def edition(found: Mapping[str, DataFrame], key: bytes, as_of: date) -> dict[str, DataFrame]:
    """Make the tables of the edition from the answers of sql/share/, by name; `as_of` is the day of the audit."""
    if found["cases"]["member_id"].n_unique() < SMALLEST:
        raise UsageError(f"share: fewer than {SMALLEST} members have cases: nothing of this publication can be shared")
    cases = _told_apart(found["cases"], CASE_CATEGORIES)
    clauses = _clauses(found["clauses"], cases)
    doses = {name: _told_apart(found[name], ("status",)) for name in ("dispensings", "episodes")}
    rows = {"cases": _cases(cases), **doses}
    return {
        "case_counts": _counts(cases, CASE_CATEGORIES, "cases"),
        "clause_counts": _counts(clauses, ("clause", "status"), "cases"),
        **{f"{name.removesuffix('s')}_counts": _counts(table, ("status",), name) for name, table in doses.items()},
        **{name: _pseudonymous(table, key, as_of) for name, table in rows.items()},
    }


def _told_apart(rows: DataFrame, categories: Sequence[str]) -> DataFrame:
    """Suppress categories where they would tell fewer than eleven members apart; keep no rows of fewer at all."""
    if rows["member_id"].n_unique() < SMALLEST:
        return rows.clear()
    groups = rows.group_by(categories).agg(col("member_id").unique())
    members = {tuple(combination): set(ids) for *combination, ids in groups.iter_rows()}
    labels = coarsened(members)
    places = pl.DataFrame([(*was, *now) for was, now in labels.items()], schema=_schema(categories), orient="row")
    shown = rows.join(places, on=list(categories), how="left", maintain_order="left")
    return shown.with_columns(col(f"shown {name}").alias(name) for name in categories).drop(
        f"shown {name}" for name in categories
    )


def _schema(categories: Sequence[str]) -> list[str]:
    return [*categories, *(f"shown {name}" for name in categories)]


def _clauses(clauses: DataFrame, cases: DataFrame) -> DataFrame:
    """Tell the statuses of clauses apart within every group of cases whose pathway is shown, and so their outcome."""
    shown = cases.filter(_shown("pathway")).select("pa_id", *DECIDED_BY_CLAUSES)
    known = clauses.join(shown, on="pa_id", maintain_order="left")
    parts = [_told_apart(part, ("status",)) for part in known.partition_by("clause", *DECIDED_BY_CLAUSES)]
    return pl.concat([known.clear(), *parts])


def _cases(cases: DataFrame) -> DataFrame:
    """Give the cases' rows; a date or figure that would tell a suppressed category goes with it."""
    return cases.with_columns(
        when(_shown("outcome")).then("decided"),
        when(_shown("authorization_length")).then(col("auth_start_date", "auth_end_date")),  # the last: all are shown
        when(col("over_dose") == "yes").then("dose_mg_per_kg"),
    )


def _pseudonymous(rows: DataFrame, key: bytes, as_of: date) -> DataFrame:
    """Replace ids by pseudonyms and move each member's dates; rows are sorted by pseudonym, not as they came."""
    first, last = (add_years(lit(as_of), years) for years in (-YEARS_BEFORE, YEARS_AFTER))
    members = rows["member_id"].unique()
    days = col("member_id").replace_strict(shifts(key, members), return_dtype=pl.Int32)
    dates = [name for name, dtype in rows.schema.items() if dtype == pl.Date]
    moved = rows.with_columns(
        when(col(name).is_between(first, last)).then(col(name) + pl.duration(days=days)) for name in dates
    )
    ids = {"pa_id": "case", "member_id": "member"}
    named = moved.with_columns(
        col(name).replace_strict(pseudonyms(key, kind, rows[name].unique()), return_dtype=pl.String)
        for name, kind in ids.items()
        if name in rows.columns
    ).rename({name: kind for name, kind in ids.items() if name in rows.columns})
    return named.sort(named.columns)


def _counts(rows: DataFrame, categories: Sequence[str], of: str) -> DataFrame:
    return rows.group_by(categories).agg(pl.len().alias(of)).sort(categories)


def _shown(name: str) -> Expr:
    return col(name) != SUPPRESSED
