"""Case sheets: a case on one page, clause by clause with its evidence, its findings, its claims and its growth.

Every table is a query of sql/sheets/, asked once for all the sheets of a night.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import polars as pl

from pa_audit import policy as policies
from pa_audit import store
from pa_audit.exact import decimal
from pa_audit.reports import folder, growth_chart, over_dose, pages, pictures
from pa_audit.reports.aside import Later

SHEETS = 50  # the worst open findings whose cases get one
SHOWN = {"shown_findings": 10, "shown_claims": 4, "last_claims": 18, "last_heights": 12}  # on a sheet
PARTS = ("case", "clauses", "findings", "heights", "claims", "readings", "asks")

Row = dict[str, Any]


def worst(con: store.Connection, since: int = 1, most: int = SHEETS) -> list[Row]:
    """Give the worst open findings that no run before `since` raised, each with its case and that case's sheet."""
    con.execute(f"set variable sheets = {most:d}")
    con.execute(f"set variable since_run = {since:d}")
    found: list[Row] = con.sql(store.sql("sheets/worst")).pl().to_dicts()
    return found


def by_case(worst: list[Row]) -> dict[str, str]:
    """Say where the sheet of each case lies, seen from the pages."""
    return {row["case_id"]: f"cases/{row['file']}" for row in worst if row["case_id"]}


def write(con: store.Connection, place: Path, later: Later, worst: list[Row]) -> dict[str, int]:
    """Write the sheets of the worst findings into the folder `place`, `later`; needs what the pages have prepared."""
    (place / "cases").mkdir(mode=0o700)
    files = {row["file"]: (row["case_id"], row["member_id"]) for row in worst}
    asked = [(n, pa_id, member_id) for n, (pa_id, member_id) in enumerate(files.values(), 1)]
    found, run = _read(con, asked), _run(con)

    def save() -> None:
        for file, html in zip(files, _render(found, run, linked=True), strict=True):
            folder.save(place / "cases" / file, html)
        folder.save(place / "cases" / "index.html", _index(run, worst))

    later(save)
    return {"case_sheets": len(files)}


def _index(run: Row, worst: list[Row]) -> str:
    """List the sheets: each with the findings that it is there for, in the order of the worst of them."""
    listed: dict[str, list[Row]] = {}
    for row in worst:
        listed.setdefault(row["file"], []).append(row)
    return pages.render(run["policy"], "case_index.html.j2", run=run, sheets=listed)


def one(con: store.Connection, pa_id: str) -> str:
    """Give the sheet of any case that there is."""
    con.execute("set variable pa_id = ?", [pa_id])
    asked = con.sql(store.sql("sheets/one")).pl().rows()
    over_dose.prepare(con)
    return next(_render(_read(con, asked), _run(con), linked=False))


def _render(found: dict[str, pl.DataFrame], run: Row, linked: bool) -> Iterator[str]:
    """Render the sheets of the cases that were read."""
    limit = float(decimal(policies.load(run["policy"]).limits.DOSE_MG_PER_KG))
    drawn = {picture["place"]: picture for picture in pictures.draw(found, limit)}
    rows = {name: pictures.by_place(found[name]) for name in PARTS}
    for n in found["asked"]["place"]:
        parts = {name: rows[name].get(n, []) for name in PARTS}
        [case] = parts.pop("case")
        chart = growth_chart.draw(case["sex"], parts["heights"])
        view = {"run": run, "case": case, "picture": drawn.get(n), "chart": chart, "linked": linked}
        yield pages.render(run["policy"], "case.html.j2", **view, **parts, **SHOWN)


def _run(con: store.Connection) -> Row:
    [run] = con.sql(store.sql("sheets/run")).pl().to_dicts()
    return dict(run) | {"in_force": con.sql(store.sql("sheets/phrases")).pl().to_dicts()}


def _read(con: store.Connection, asked: list[tuple[int, str | None, str]]) -> dict[str, pl.DataFrame]:
    schema = {"place": pl.Int32, "pa_id": pl.String, "member_id": pl.String}
    these = pl.DataFrame(asked, schema, orient="row")
    con.register("these", these)
    con.execute("create temp table asked as from these")
    con.execute("set variable asked = ?", [[pa_id for _, pa_id, _ in asked]])
    con.execute("set variable asked_members = ?", [[member_id for *_, member_id in asked]])
    found = {name: con.sql(store.sql(f"sheets/{name}")).pl() for name in PARTS}
    found["asked"] = these
    found["pictured"] = found["case"].select("place", "member_id", "around")
    found |= over_dose.pictured(con, found["pictured"])
    found["sustained_over_dose"] = con.sql(store.sql("reports_over_dose/sustained_over_dose")).pl()
    return found
