"""The over-dose report: who was requested, dispensed or kept on more than the policy allows.

Every table is a query of sql/reports_over_dose/; nothing is judged here.
"""

from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

import polars as pl

from pa_audit import store
from pa_audit.exact import decimal
from pa_audit.reports import folder, pages, pictures
from pa_audit.reports.aside import Later

if TYPE_CHECKING:
    from pa_audit.run import Run

LISTS = ("requested_over_dose", "dispensed_over_dose", "sustained_over_dose", "vial_rounding")
LONG = "vial_rounding"  # may be longer than there is memory: written lot by lot
TABLES = (*(name for name in LISTS if name != LONG), "requests", "dispensings", "episodes", "vial_example")
PICTURED = ("pictured_fills", "pictured_weights", "pictured_spans")
SHOWN = 50  # rows of a list on the page, the worst; the CSV has them all
SHOWN_IMPLAUSIBLE = 20
MEMBERS = 12  # with a picture

SLIP = pl.col("reason").eq_missing(pl.lit("implausible"))

Tables = dict[str, pl.DataFrame]
Rows = list[dict[str, Any]]


def write(
    run: "Run", con: store.Connection, place: Path, later: Later, sheets: dict[str, str], claims: dict[str, Any]
) -> dict[str, int]:
    """Write over_dose.html, `later`, and its lists as CSV into the folder `place`; give counts for the run log."""
    found = tables(con)
    totals = folder.save_tables(con, "reports_over_dose", found, place, LISTS)
    later(lambda: folder.save(place / "over_dose.html", page(run, found, totals, sheets, claims)))
    return totals


def tables(con: store.Connection) -> Tables:
    """Answer every query of the report but that of the LONG list; each comes sorted by its key."""
    prepare(con)
    found = {name: con.sql(store.sql(f"reports_over_dose/{name}")).pl() for name in TABLES}
    found["pictured"] = worst_members(found["dispensed_over_dose"], found["sustained_over_dose"])
    return found | pictured(con, found["pictured"])


def prepare(con: store.Connection) -> None:
    """Make ready what the queries ask of the connection."""
    con.execute("set variable dose_limit = (select dose_limit_mg_per_kg from audit.policy)")
    con.execute("set variable day_limit = (select day_limit_mg_per_kg from audit.policy)")
    con.execute(store.sql("reports_over_dose/prepare"))


def pictured(con: store.Connection, members: pl.DataFrame) -> Tables:
    """Give what the pictures of `members` show (place, member_id): their fills, weights and authorizations."""
    con.register("these", members.select("place", "member_id"))
    con.execute("create or replace temp table pictured as from these")
    con.unregister("these")
    return {name: con.sql(store.sql(f"reports_over_dose/{name}")).pl() for name in PICTURED}


def worst_members(dispensed: pl.DataFrame, sustained: pl.DataFrame) -> pl.DataFrame:
    """Rank the members with most excess, one row each, `place` from 1.

    Excess that rests on an implausible dispensing ranks after all other: a slip of the keyboard makes no picture.
    Dispensed and sustained excess overlap; they are added for the order only.
    """
    columns = ("member_id", "excess_mg", "excess_amount")
    fills = dispensed.select(*columns, sustained=pl.lit(False), error=SLIP)
    runs = sustained.select(*columns, sustained=pl.lit(True), error=pl.col("implausible_fills") > 0)
    mg, amount, over = pl.col("excess_mg"), pl.col("excess_amount"), pl.col("sustained")
    sums = (
        pl.concat([fills, runs])
        .group_by("member_id")
        .agg(
            likely_mg=mg.filter(~pl.col("error")).sum(), any_mg=mg.sum(),
            fills_over=(~over).sum(), excess_mg=mg.filter(~over).sum(), excess_amount=amount.filter(~over).sum(),
            implausible_mg=mg.filter(~over & pl.col("error")).sum(),
            runs_over=over.sum(), sustained_mg=mg.filter(over).sum(), sustained_amount=amount.filter(over).sum(),
        )
    )  # fmt: skip
    ranked = sums.sort("likely_mg", "any_mg", "member_id", descending=[True, True, False])
    return ranked.head(MEMBERS).with_row_index("place", offset=1)


def page(run: "Run", found: Tables, totals: dict[str, int], sheets: dict[str, str], claims: dict[str, Any]) -> str:
    """Render over_dose.html; `totals` are the rows of each list; `claims`: unverified codes, and what is `unpriced`."""
    codes = [code for code in claims["unverified"] if code["value_set"] == run.config.rules.DRUG]
    view = _view(run, found) | claims | {"totals": totals, "unverified": codes, "sheets": sheets}
    return pages.render(run.config.policy, "over_dose.html.j2", **view)


def _view(run: "Run", found: Tables) -> dict[str, Any]:
    requested, dispensed, sustained = (found[name] for name in LISTS if name != LONG)
    likely, implausible = dispensed.filter(~SLIP), dispensed.filter(SLIP)
    rounding = found["vial_example"].to_dicts()
    rules, r = run.config.rules, run.config.terms.readings
    return {
        "run": run,
        "readings": {name: getattr(r, name) for name in rules.DOSE_READINGS},
        "whole_vials": rules.whole_vials(r),
        "requests": found["requests"].row(0, named=True),
        "dispensings": found["dispensings"].to_dicts(),
        "episodes": found["episodes"].to_dicts(),
        "judged": _accounts(found["dispensings"], "dispensings"),
        "judged_episodes": _accounts(found["episodes"], "episodes"),
        "requested": _worst(requested, SHOWN),
        "dispensed": _worst(likely, SHOWN),
        "implausible": _worst(implausible, SHOWN_IMPLAUSIBLE),
        "sustained": _worst(sustained, SHOWN),
        "unaided": sustained.filter(pl.col("over_dose_fills") == 0).height,
        "kinds": {"excess": likely.height, "implausible": implausible.height},
        "rounding_amount": rounding[0]["amount_of_all"] if rounding else Decimal(0),
        "example": _example(rounding[0], rules.limits) if rounding else None,
        "pictures": pictures.draw(found, float(decimal(rules.limits.DOSE_MG_PER_KG))),
        "shown_as": dict(found["pictured"].select("member_id", "place").iter_rows()),
    }


def _worst(table: pl.DataFrame, shown: int) -> list[dict[str, Any]]:
    return table.sort("excess_mg", descending=True, nulls_last=True, maintain_order=True).head(shown).to_dicts()


def _accounts(table: pl.DataFrame, count: str) -> dict[str, dict[str, Any]]:
    """Sum what became of dispensings or episodes: by status, by kind of excess, over the judged and over all."""
    rows = table.rename({count: "count"}).to_dicts()
    judged = ("within_limit", "vial_rounding", "over_dose")
    groups = {name: [row for row in rows if row["status"] == name] for name in (*judged, "not_documented")}
    groups |= {kind: [row for row in rows if row["reason"] == kind] for kind in ("excess", "implausible")}
    groups |= {"judged": [row for row in rows if row["status"] in judged], "all": rows}
    columns = [name for name in table.columns if name not in ("status", "reason", count)]
    return {name: {"status": name, "count": sum(row["count"] for row in group)} | _sums(group, columns)
            for name, group in groups.items()}  # fmt: skip


def _sums(rows: list[dict[str, Any]], columns: list[str]) -> dict[str, Decimal]:
    return {name: sum((row[name] for row in rows if row[name] is not None), Decimal(0)) for name in columns}


def _example(fill: dict[str, Any], limits: Any) -> dict[str, Any]:
    """Spell a dispensing that whole vials explain out: how many doses of how much, how many to a vial."""
    dose = decimal(limits.DOSE_MG_PER_KG) * fill["weight_kg"]
    return fill | {
        "dose": dose,
        "doses": limits.DOSES_PER_DAY * fill["days"],
        "doses_per_vial": min(int(limits.VIAL_MG // dose), limits.DOSES_PER_DAY * limits.VIAL_DAYS),
        "vials": int(fill["vial_limit_mg"] // limits.VIAL_MG),
    }
