"""Medical claim lines: office visits with their diagnoses, and mecasermin given under the medical benefit
(J2170).
"""

import polars as pl

from pa_audit.synthetic.calendar import LAST
from pa_audit.synthetic.claims import fills
from pa_audit.synthetic.columns import COLUMNS, decimal, iso_date, serial, shortest
from pa_audit.synthetic.dice import Dice
from pa_audit.synthetic.text import MEMBER, PA

_VISITS = ["99213", "99214", "83003", "84305", "77072", "80053"]
_CODES = ["R6252", "E343", "R62.52;Z68.51", "Z00.129", "C71.9", "Z85.6", "C91.01", None]
_CODE_ODDS = [60.0, 22.0, 8.0, 8.0, 0.15, 0.15, 0.1, 1.6]
_MG_PRICE = 9900  # cents


def visits(frame: pl.DataFrame, seed: int) -> pl.DataFrame:
    """About two office lines a case."""
    rows = frame.join(pl.DataFrame({"slot": range(4)}), how="cross", maintain_order="left_right")
    rows = rows.with_columns(number=pl.col("case") * 100 + 80 + pl.col("slot"))
    roll = Dice(seed, rows["number"])
    rows = rows.with_columns(
        date=pl.min_horizontal(pl.col("reference") + roll.between("visit day", -260, 240), LAST),
        hcpcs_code=roll.choose("visit code", _VISITS),
        diagnosis_codes=roll.choose("visit reason", _CODES, _CODE_ODDS),
        service_unit_quantity=pl.lit(1000),
        paid=roll.between("visit paid", 1500, 24_000),
        keep=roll.chance("visited", 0.5),
    )
    return _lines(rows.filter("keep"), seed)


def infusions(frame: pl.DataFrame, seed: int) -> pl.DataFrame:
    """J2170 lines, at times replaced, replaced twice or voided; a denied replacement replaces nothing."""
    rows = fills(frame, seed).filter("medical")
    units = pl.col("vials") * 40
    rows = rows.with_columns(
        hcpcs_code=pl.lit("J2170"),
        diagnosis_codes=pl.lit("E34.3"),
        service_unit_quantity=units * 1000,
        paid=units * _MG_PRICE,
    )
    first = _lines(rows, seed).with_columns(kind=rows["kind"])
    replaced = _successor(first.filter(pl.col("kind").is_in([1, 2])), "A", "7")
    again = _successor(replaced.filter(pl.col("kind") == 2), "B", "7")
    voided = _successor(first.filter(pl.col("kind") == 3), "V", "8")
    refused = _successor(first.filter(pl.col("kind") == 4), "A", "7").with_columns(claim_status=pl.lit("DENIED"))
    chain = [first, replaced, again, voided, refused]
    return pl.concat(link.select(COLUMNS["medical_claims"]) for link in chain).sort("claim_id")


def _successor(lines: pl.DataFrame, suffix: str, frequency: str) -> pl.DataFrame:
    return lines.with_columns(
        claim_id=pl.col("claim_id") + suffix, replaces_claim_id="claim_id", frequency_code=pl.lit(frequency)
    )


def _lines(rows: pl.DataFrame, seed: int) -> pl.DataFrame:
    roll = Dice(seed, rows["number"])
    drug = pl.col("hcpcs_code") == "J2170"
    modifier = roll.choose("modifier", [None, "JW", "JZ", "25;59"], [95, 1.5, 1.5, 2])
    return rows.select(
        serial("MC", "number", 10).alias("claim_id"),
        pl.lit("1").alias("claim_line_number"),
        MEMBER.alias("member_id"),
        iso_date("date").alias("claim_line_start_date"),
        "hcpcs_code",
        modifier.alias("hcpcs_modifiers"),
        pl.when(~(drug & roll.chance("no units", 0.01)))
        .then(shortest("service_unit_quantity", 3))
        .alias("service_unit_quantity"),
        "diagnosis_codes",
        pl.lit("1").alias("frequency_code"),
        pl.lit(None, dtype=pl.String).alias("replaces_claim_id"),
        roll.choose("line status", ["PAID", "DENIED"], [97, 3]).alias("claim_status"),
        pl.when(drug & roll.chance("names case", 0.6)).then(PA).alias("pa_id"),
        decimal("paid", 2).alias("paid_amount"),
    ).select(COLUMNS["medical_claims"])
