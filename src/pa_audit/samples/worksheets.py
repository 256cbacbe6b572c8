"""Worksheets: what a reviewer fills in, as CSV and XLSX of one shape, which is that of the extract `reviews`.

A unit has a row for itself and, where it is about a request, one for every clause that the request is judged on.
Columns that the extract does not know only tell the reviewer where to look.
"""

import json
import re
from datetime import datetime
from typing import Any

import polars as pl
from polars import lit

from pa_audit import reports, spreadsheet
from pa_audit.extracts import EXTRACTS
from pa_audit.review_extracts import CLAUSE_DECISIONS, ERROR_CATEGORIES, UNIT, UNIT_DECISIONS
from pa_audit.samples.kept import Sample

ENGINE = ("engine_status", "engine_reason")
HIDDEN = (*ENGINE, "stratum")  # of a blind reviewer: strata may be made of what the engine found
PLAIN = {name for extract in EXTRACTS.values() if not extract.answers for name in extract.names}
PLAIN |= {"reference_date", "decided_date", "source", "service_date", "code", "claim_ids", "mg", "days"}
PLAIN -= {"state", "weight_kg", "weight_date"}  # of a finding, or chosen by the engine
"""Columns of a frame that a blind reviewer is shown: what was submitted, by its names in extracts and publication."""

COLUMNS = (
    "sample_id", "unit", "item", "title", "stratum", "unit_id", "examined_amount", "facts", *ENGINE,
    "reviewer", "decision", "audited_amount", "error_category", "comment",
)  # fmt: skip
TYPED = {"audited_amount": pl.Decimal(18, 2)}  # a column of text would keep a formula as it is typed
WIDTHS = {"title": 45, "facts": 60, "comment": 45, "unit_id": 28, "error_category": 28, "decision": 18}
CREATED = datetime(2000, 1, 1)  # a constant: the same worksheet is the same bytes
HOW_TO = (
    "One row with item `unit` for the unit as a whole, one for each clause of the policy that it is judged on.",
    f"Unit: decision is {', '.join(UNIT_DECISIONS)}. MISSING: its records cannot be had.",
    "Unit in ERROR: audited_amount is what should have been paid; error_category is why.",
    f"Categories: {', '.join(ERROR_CATEGORIES)}.",
    f"Clause: decision is {', '.join(CLAUSE_DECISIONS)}, from the records alone.",
    "A row left blank is not decided. Change no other column, and sort as you like.",
    "Give the file back: pa-audit sample collect makes of it the extract reviews for the next run.",
)


def rows(sample: Sample, asked: pl.DataFrame, reviewer: str, units: pl.DataFrame, *, blind: bool) -> pl.DataFrame:
    """Make a reviewer's worksheet for some of the drawn units: COLUMNS, without HIDDEN if blind."""
    facts = [_facts(text, blind) for text in units["facts"]]
    whole = units.select("unit", "stratum", "unit_id", examined_amount="amount", item=lit(UNIT)).with_columns(
        title=lit("The unit as a whole"), facts=pl.Series(facts, dtype=pl.String)
    )
    places = units.select("unit", "stratum", "unit_id")
    parts = places.join(asked, on="unit", maintain_order="left_right")
    sheet = pl.concat([whole, parts], how="diagonal").sort("unit", maintain_order=True)
    blank = {name: lit(None, TYPED.get(name, pl.String)) for name in COLUMNS if name not in sheet.columns}
    return sheet.with_columns(**blank | {"sample_id": lit(sample.design.sample_id), "reviewer": lit(reviewer)}).select(
        name for name in COLUMNS if not (blind and name in HIDDEN)
    )


def overlap(drawn: pl.DataFrame, count: int) -> pl.DataFrame:
    """Choose units for a second reviewer: those selected first, stratum by stratum in turn; so chance chose them."""
    return drawn.sort("selected", "unit").head(count).sort("unit")


def files(sheet: pl.DataFrame, sample_id: str, reviewer: str) -> dict[str, str | bytes]:
    """Lay a worksheet out as reviews_<sample>_<reviewer>.csv and .xlsx; give their contents."""
    name = file_name(sample_id, reviewer)
    return {f"{name}.csv": reports.to_csv(sheet), f"{name}.xlsx": xlsx(sheet)}


def file_name(sample_id: str, reviewer: str) -> str:
    """Name a reviewer's files, without what they end in."""
    who = re.sub(r"[^\w.-]", "_", reviewer)
    return f"reviews_{sample_id}_{who}"


def xlsx(sheet: pl.DataFrame) -> bytes:
    """Lay a worksheet out as XLSX: answers are chosen from lists."""
    decision, category = sheet.columns.index("decision"), sheet.columns.index("error_category")

    def restrict(page: spreadsheet.Sheet) -> None:
        for line, item in enumerate(sheet["item"], 1):
            spreadsheet.choose(page, line, line, decision, UNIT_DECISIONS if item == UNIT else CLAUSE_DECISIONS)
            if item == UNIT:
                spreadsheet.choose(page, line, line, category, ERROR_CATEGORIES)

    return spreadsheet.workbook(sheet, "reviews", CREATED, WIDTHS, HOW_TO, restrict)


def _facts(text: str, blind: bool) -> str:
    """Write a frame's row for a reader: what is known of the unit."""
    facts: dict[str, Any] = json.loads(text)
    shown = {name: value for name, value in facts.items() if value is not None and (name in PLAIN or not blind)}
    return "; ".join(f"{name} {value}" for name, value in shown.items())
