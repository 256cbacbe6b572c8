"""What the pharmacy and the doctors billed: about ten claims a case, eight of them from the pharmacy.

Fills follow the authorization month by month in whole 40 mg vials; some come early, doubled, twice, after the
end, without an authorization, or are taken back. One child in fourteen gets the drug under the medical
benefit (J2170) instead.
"""

import polars as pl

from pa_audit.synthetic.calendar import LAST
from pa_audit.synthetic.columns import COLUMNS, decimal, iso_date, serial, shortest
from pa_audit.synthetic.dice import Dice
from pa_audit.synthetic.text import MEMBER, NPI, PA

IPSEN, ETON = "15054104005", "71863021604"
SOMATROPIN = ["50242007401", "00013264681", "00169770421"]
_OTHERS = ["00093310905", "00378180510", "68180096509", "00781150510", "59310057922", "00406055201"]
_SLOTS = 14
_MG_PRICE = 9350  # cents


def fills(frame: pl.DataFrame, seed: int) -> pl.DataFrame:
    """Mecasermin fills of both benefits, one row a fill, before anything is taken back."""
    roll = Dice(seed, frame["case"])
    loose = roll.chance("unauthorized", 0.05)
    eager = Dice(seed, frame["member"]).chance("eager", 0.025)
    approved = pl.col("decision") == "APPROVED"
    covered = pl.col("indication").is_in(["SEVERE_PRIMARY_IGFD", "ACQUIRED_GH_INSENSITIVITY", "OTHER"])
    courses = frame.with_columns(
        opens=pl.when(approved).then("start").otherwise(pl.col("reference") + 9),
        closes=pl.when(approved)
        .then(pl.col("end") + pl.when(loose).then(60).otherwise(0))
        .otherwise(pl.col("reference") + 75),
        every=pl.when(eager).then(15).otherwise(30),
        medical=Dice(seed, frame["member"]).chance("medical benefit", 0.07),
    ).filter((approved & covered) | loose)
    rows = courses.join(pl.DataFrame({"slot": range(_SLOTS)}), how="cross", maintain_order="left_right")
    rows = rows.with_columns(number=pl.col("case") * 100 + pl.col("slot"))
    late = Dice(seed, rows["number"]).between("late", 0, 3)
    rows = rows.with_columns(date=pl.col("opens") + pl.col("slot") * pl.col("every") + late)
    inside = (pl.col("date") <= pl.col("closes")) & (pl.col("date") <= LAST)
    return rows.filter(inside).pipe(_amounts, seed)


def _amounts(rows: pl.DataFrame, seed: int) -> pl.DataFrame:
    """Whole vials for 30 days: each dose is drawn whole from one vial."""
    roll = Dice(seed, rows["number"])
    dose = pl.col("dose_mg").fill_null(pl.col("weight_kg") * 6).clip(300, 40_000)
    vials = (60 / (40_000 // dose).clip(1, 60)).ceil().cast(pl.Int64)
    extra = pl.Series("extra", [0, 1, 3, 30]).gather(roll.pick("extra vials", [95.5, 3, 1.3, 0.2]))
    return rows.with_columns(vials=vials + extra, kind=roll.pick("what happened", [93.8, 2.5, 2, 0.7, 1]))


def pharmacy(frame: pl.DataFrame, seed: int) -> pl.DataFrame:
    """The pharmacy extract: fills, their reversals and rebills, other drugs."""
    rows = fills(frame, seed).filter(~pl.col("medical"))
    rows = rows.with_columns(quantity=pl.col("vials") * 4000, paid=pl.col("vials") * 40 * _MG_PRICE)
    sent = _sent(rows, seed)
    taken_back, billed_again, twice = pl.col("kind").is_in([1, 2]), pl.col("kind") == 2, pl.col("kind") == 3
    reversals = sent.filter(taken_back).with_columns(
        claim_id=pl.col("claim_id") + "R", reverses_claim_id="claim_id", claim_status=pl.lit("REVERSED")
    )
    again = sent.filter(billed_again | twice).with_columns(claim_id=pl.col("claim_id") + "S")
    parts = [sent, reversals, again, _other_drugs(frame, seed)]
    return pl.concat(part.select(COLUMNS["pharmacy_claims"]) for part in parts).sort("claim_id")


def _sent(fills: pl.DataFrame, seed: int) -> pl.DataFrame:
    roll = Dice(seed, fills["number"])
    written = [IPSEN, "15054-1040-05", "15054-1040-5", ETON]
    days = roll.choose("days", ["30", "28", "31", None], [90, 6, 2.5, 1.5])
    return fills.select(
        "kind",
        serial("RX", "number", 10).alias("claim_id"),
        MEMBER.alias("member_id"),
        iso_date("date").alias("dispensing_date"),
        roll.choose("ndc", written, [94, 4, 1, 1]).alias("ndc_code"),
        shortest("quantity", 3),
        roll.choose("unit", ["ML", None, "EA"], [80, 19.4, 0.6]).alias("unit_of_measure"),
        days.alias("days_supply"),
        pl.when(pl.col("kind") == 4).then(pl.lit("DENIED")).otherwise(pl.lit("PAID")).alias("claim_status"),
        pl.lit(None, dtype=pl.String).alias("reverses_claim_id"),
        pl.when(roll.chance("names case", 0.7)).then(PA).alias("pa_id"),
        pl.when(roll.chance("other doctor", 0.03))
        .then(pl.lit("1881700003"))
        .when(roll.chance("names doctor", 0.96))
        .then(NPI)
        .alias("prescribing_provider_npi"),
        decimal("paid", 2).alias("paid_amount"),
    )


def _other_drugs(frame: pl.DataFrame, seed: int) -> pl.DataFrame:
    """Everything else the member takes; for a few it is somatropin."""
    rows = frame.join(pl.DataFrame({"slot": range(3)}), how="cross", maintain_order="left_right")
    rows = rows.with_columns(number=pl.col("case") * 100 + 50 + pl.col("slot"))
    roll = Dice(seed, rows["number"])
    somatropin = roll.chance("somatropin", 0.02)
    ndc = pl.when(somatropin).then(roll.choose("brand", SOMATROPIN)).otherwise(roll.choose("other drug", _OTHERS))
    rows = rows.with_columns(
        ndc_code=ndc,
        date=pl.min_horizontal(pl.col("reference") + roll.between("other day", -200, 200), LAST),
        quantity=roll.between("other quantity", 3, 120) * 500,
        paid=roll.between("other paid", 400, 19_000),
    ).filter(roll.chance("taken", 0.72))
    roll = Dice(seed, rows["number"])
    return rows.select(
        serial("RX", "number", 10).alias("claim_id"),
        MEMBER.alias("member_id"),
        iso_date("date").alias("dispensing_date"),
        "ndc_code",
        shortest("quantity", 3),
        pl.lit("ML").alias("unit_of_measure"),
        roll.choose("other days", ["10", "30", "90"]).alias("days_supply"),
        roll.choose("other status", ["PAID", "DENIED"], [96, 4]).alias("claim_status"),
        pl.lit(None, dtype=pl.String).alias("reverses_claim_id"),
        pl.lit(None, dtype=pl.String).alias("pa_id"),
        NPI.alias("prescribing_provider_npi"),
        decimal("paid", 2).alias("paid_amount"),
    )
