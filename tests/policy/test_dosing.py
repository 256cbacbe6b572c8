"""The dose audit: dispensings and episodes at and beside each threshold, and the facts that naive audits get wrong."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Any

import polars as pl

from pa_audit.dates import member_day
from pa_audit.facts import in_millionths
from pa_audit.policy.cp_phar_150 import Readings
from pa_audit.policy.cp_phar_150.dosing import dispensings, episodes

from .audit import IGFD, statuses

Row = Mapping[str, Any]
D, DECIMAL = date, pl.Decimal(15, 6)
START = D(2023, 1, 1)
CLAIM = {
    "member": pl.Int32, "service_date": pl.Date, "source": pl.String, "mg": DECIMAL, "days_supply": pl.Int32,
    "paid_amount": DECIMAL,
}  # fmt: skip
WEIGHT = {
    "member": pl.Int32, "weight_date": pl.Date, "measured": pl.Boolean, "weight_id": pl.String,
    "weight_kg": DECIMAL,
}  # fmt: skip


def claim(mg: str | None, days: int | None = 30, on: date = START, **more: Any) -> Row:
    return {"source": "pharmacy", "mg": mg, "days_supply": days, "service_date": on, "paid_amount": "100", **more}


def weight(kg: str, on: date = START, measured: bool = True, weight_id: str = "w1") -> Row:
    return {"weight_kg": kg, "weight_date": on, "measured": measured, "weight_id": weight_id}


def frame(rows: Sequence[Row], schema: Mapping[str, Any]) -> pl.LazyFrame:
    def value(row: Row, name: str) -> Any:
        given = row.get(name)
        return Decimal(given) if schema[name] == DECIMAL and given is not None else given

    columns = {name: [value(row, name) for row in rows] for name in schema}
    return in_millionths(pl.DataFrame(columns, schema=dict(schema)).lazy())


def dispensed(members: Sequence[tuple[Sequence[Row], Sequence[Row]]], r: Readings | None = None) -> pl.LazyFrame:
    """Judge the dispensings of several members, each with its claims and its weights."""
    claims = [{"member": n, **row} for n, (rows, _) in enumerate(members) for row in rows]
    weights = [{"member": n, **row} for n, (_, rows) in enumerate(members) for row in rows]
    lines = frame(claims, CLAIM).with_columns(member_day=member_day(pl.col("member"), pl.col("service_date")))
    return dispensings(lines, frame(weights, WEIGHT), r or Readings())


def one_each(members: Sequence[tuple[Sequence[Row], Sequence[Row]]], r: Readings | None = None) -> list[dict[str, Any]]:
    """Give the first dispensing of each member."""
    found = dispensed(members, r).group_by("member", maintain_order=True).first().collect()
    assert found.height == len(members)
    return found.to_dicts()


# mg, days, kg, status, reason: 30 days at 20 kg are 144 mg; whole vials for them hold 160 mg
TABLE: list[tuple[str | None, int | None, str | None, str, str | None]] = [
    ("144", 30, "20", "within_limit", None),
    ("144.000001", 30, "20", "vial_rounding", None),
    ("160", 30, "20", "vial_rounding", None),
    ("160.000001", 30, "20", "over_dose", None),
    ("144", 30, "19.999999", "vial_rounding", None),
    ("160", 29, "20", "vial_rounding", None),
    ("160", 24, "20", "over_dose", None),  # 48 doses, 16 a vial: three vials
    ("120", 24, "20", "vial_rounding", None),
    (None, 30, "20", "not_documented", "unit"),
    ("160", None, "20", "not_documented", "missing:days_supply"),
    ("160", 30, None, "not_documented", "missing:weight_kg"),
    (None, None, None, "not_documented", "unit"),
    # sixteen doses of 0.12 mg/kg fit a vial up to 20.833333 kg
    ("120", 24, "20.833333", "vial_rounding", None),
    ("120.000001", 24, "20.833333", "over_dose", None),
    ("160", 24, "20.833334", "vial_rounding", None),
    # a light child: an opened vial is kept 30 days, 60 doses, however many more it would hold
    ("80", 60, "5", "vial_rounding", None),
    ("80.000001", 60, "5", "over_dose", None),
    ("40", 30, "5", "vial_rounding", None),
    ("40.000001", 30, "5", "over_dose", None),
    ("80", 31, "5", "vial_rounding", None),  # the 61st dose opens a second vial
]  # fmt: skip


def test_dispensings_at_and_beside_each_limit() -> None:
    members = [([claim(mg, days)], [weight(kg)] if kg else []) for mg, days, kg, _, _ in TABLE]
    assert [(row["status"], row["reason"]) for row in one_each(members)] == [(s, why) for *_, s, why in TABLE]


def test_a_days_claims_count_together() -> None:
    pharmacy, medical = claim("100"), claim("60", None, source="medical")
    (row,) = one_each([([pharmacy, medical], [weight("20")])])
    assert (row["mg"], row["days"], row["paid_amount"], row["status"]) == (
        160_000_000,
        30,
        200_000_000,
        "vial_rounding",
    )
    (over,) = one_each([([pharmacy, claim("60.000001", 7)], [weight("20")])])
    assert (over["days"], over["status"]) == (30, "over_dose")  # the longest supply counts
    (unit,) = one_each([([pharmacy, claim(None)], [weight("20")])])
    assert (unit["mg"], unit["reason"]) == (None, "unit")
    (units,) = one_each([([pharmacy, claim(None, None, source="medical")], [weight("20")])])
    assert units["reason"] == "missing:service_unit_quantity"


def test_supply_without_days_lasts_to_the_next_dispensing_at_most_90_days() -> None:
    def fills(gap: int) -> list[Row]:
        return [claim("40", None), claim("40", 30, on=START + timedelta(days=gap))]

    table = [(fills(20), 20), (fills(90), 90), (fills(91), 90), ([claim("40", None)], None)]
    members = [(rows, [weight("20")]) for rows, _ in table]
    assert [row["days"] for row in one_each(members)] == [days for _, days in table]
    assumed = Readings(R12="30_days")
    assert [row["days"] for row in one_each(members, assumed)] == [30, 30, 30, 30]


def test_the_weight_is_the_latest_on_or_before_the_day() -> None:
    before = START - timedelta(days=1)
    table: list[tuple[list[Row], str | None]] = [
        ([weight("20"), weight("30", START + timedelta(days=1))], "20"),
        ([weight("20", before), weight("30", START)], "30"),
        ([weight("30", START, measured=False, weight_id="z"), weight("20", START)], "20"),  # measured first
        ([weight("20", START, weight_id="10"), weight("30", START, weight_id="9")], "30"),  # ids compare as text
        ([weight("20", before), weight("30", START, measured=False)], "30"),  # the date comes first
        ([weight("30", START + timedelta(days=1))], None),
    ]
    found = one_each([([claim("40")], weights) for weights, _ in table])
    assert [row["weight_kg"] for row in found] == [kg and int(kg) * 1_000_000 for _, kg in table]


def test_a_weight_is_stale_after_180_days() -> None:
    members = [([claim("40")], [weight("20", START - timedelta(days=n))]) for n in (90, 91, 180, 181)]
    assert [row["reason"] for row in one_each(members)] == [None, None, None, "stale:weight"]
    strict = Readings(R8="90_days")
    assert [row["reason"] for row in one_each(members, strict)] == [None, *["stale:weight"] * 3]


def test_what_is_shown() -> None:
    (row,) = one_each([([claim("200")], [weight("20", START - timedelta(days=3))])])
    assert row["limit_mg"] == 144_000_000
    assert row["vial_limit_mg"] == 160_000_000
    assert row["excess_mg"] == 40_000_000  # above what whole vials explain
    assert row["excess_amount"] == 20_000_000
    assert row["break_even_weight_kg"] == 27_777_778  # 200 / (0.24 x 30), rounded up
    assert row["dose_mg_per_kg"] == 1667
    assert row["weight_age_days"] == 3
    (much,) = one_each([([claim("10000")], [weight("20")])])
    assert much["dose_mg_per_kg"] == 83_333
    (every_mg,) = one_each([([claim("160")], [weight("20")])], Readings(R9="every_mg"))
    assert (every_mg["status"], every_mg["excess_mg"]) == ("over_dose", 16_000_000)
    (within,) = one_each([([claim("144")], [weight("20")])])
    assert (within["excess_mg"], within["excess_amount"]) == (0, 0)
    (unknown,) = one_each([([claim("200")], [])])
    assert (unknown["excess_mg"], unknown["limit_mg"]) == (None, None)


def test_break_even_weight_is_the_first_within_the_limit() -> None:
    masses = [Decimal(n) / 7 for n in range(200, 2000, 37)]
    members = [([claim(str(mg.quantize(Decimal("0.000001"))))], [weight("20")]) for mg in masses]
    at = [row["break_even_weight_kg"] for row in one_each(members)]
    for shift, expected in ((0, True), (-1, False)):
        kilograms = [str(Decimal(kg + shift) / 1_000_000) for kg in at]
        found = one_each([(claims, [weight(kg)]) for (claims, _), kg in zip(members, kilograms, strict=True)])
        assert {row["status"] == "within_limit" for row in found} == {expected}


# --- facts that naive audits get wrong ---

WEIGHTS = [Decimal(n) / 10 for n in range(50, 801)]


def test_a_dose_of_exactly_the_limit_is_met_at_every_weight() -> None:
    rows = [{**IGFD, "weight_kg": str(kg), "dose_mg": str(kg * Decimal("0.12"))} for kg in WEIGHTS]
    assert {found["I.A.10"] for found in statuses(rows)} == {"met"}


def vials_used(kg: Decimal, days: int) -> int:
    """Draw every dose whole from one vial of 40 mg, an opened vial kept 30 days; count the vials."""
    dose, vials, left, kept_until = Fraction(kg) * Fraction(12, 100), 0, Fraction(0), 0
    for number in range(2 * days):
        if left < dose or number // 2 >= kept_until:
            vials, left, kept_until = vials + 1, Fraction(40), number // 2 + 30
        left -= dose
    return vials


def test_whole_vials_for_exactly_the_limit_are_never_over_dose_and_one_more_is() -> None:
    for days in (28, 30, 90):
        vials = [vials_used(kg, days) for kg in WEIGHTS]
        for more, over in ((0, False), (1, True)):
            fills = [
                ([claim(str(40 * (n + more)), days)], [weight(str(kg))]) for kg, n in zip(WEIGHTS, vials, strict=True)
            ]
            assert {row["status"] == "over_dose" for row in one_each(fills)} == {over}, (days, more)


# --- episodes ---


def fills(*days: int, mg: str | None = "160", supply: int | None = 30) -> list[Row]:
    return [claim(mg, supply, on=START + timedelta(days=n)) for n in days]


def runs(rows: list[Row], weights: list[Row] | None = None, r: Readings | None = None) -> list[dict[str, Any]]:
    members = [(rows, [weight("20")] if weights is None else weights)]
    return episodes(dispensed(members, r), r or Readings()).collect().to_dicts()


def test_what_is_an_episode() -> None:
    def spans(*days: int, supply: int = 30) -> list[tuple[int, int, int]]:
        found = runs(fills(*days, supply=supply))
        return [((e["first_date"] - START).days, (e["last_date"] - START).days, e["dispensings"]) for e in found]

    assert spans(0, 30, 60) == [(0, 60, 3)]
    assert spans(0, 30, 59) == []  # a day short of sixty
    assert spans(0, 60) == []  # two dispensings
    assert spans(0, 60, 120) == [(0, 120, 3)]  # thirty days without supply
    assert spans(0, 61, 122) == []  # thirty-one
    assert spans(0, 30, 60, 121, 151, 181) == [(0, 60, 3), (121, 181, 3)]
    # supply runs out when the longest does: the second fill ends before the first
    assert [(e["last_date"] - START).days for e in runs([*fills(0, supply=90), *fills(30, supply=7), *fills(120)])] == [
        120
    ]
    assert runs([*fills(0, supply=90), *fills(30, supply=7), *fills(121)]) == []


def test_early_refills_are_caught_though_each_looks_right() -> None:
    """160 mg a fill are right for 30 days; every 25 days they are one vial a fill too many."""
    rows = fills(0, 24, 48, 72)
    assert {row["status"] for row in dispensed([(rows, [weight("20")])]).collect().to_dicts()} == {"vial_rounding"}
    (episode,) = runs(rows)
    assert (episode["status"], episode["mg"]) == ("over_dose", 480_000_000)  # before the last
    assert episode["limit_mg"] == 345_600_000  # 0.24 x 20 kg x 72 days
    assert episode["vial_limit_mg"] == 360_000_000  # three vials for each 24 days
    assert episode["dose_mg_per_kg"] == 1667  # 480 / 72 / 2 / 20
    assert (episode["excess_mg"], episode["paid_amount"]) == (120_000_000, 300_000_000)


def test_episodes_at_and_beside_the_limit() -> None:
    def status(mg: str, *days: int) -> str:
        return str(runs(fills(*days, mg=mg))[0]["status"])

    assert status("144", 0, 30, 60) == "within_limit"
    assert status("144.000001", 0, 30, 60) == "vial_rounding"
    assert status("160", 0, 30, 60) == "vial_rounding"
    assert status("160.000001", 0, 30, 60) == "over_dose"


def test_episodes_do_not_guess() -> None:
    last = claim(None, 30, on=START + timedelta(days=60))
    assert runs([*fills(0, 30), last])[0]["status"] == "vial_rounding"  # the last one's mg do not count
    assert runs([claim(None), *fills(30, 60)])[0]["reason"] == "unit"
    between = claim(None, 30, on=START + timedelta(days=30))
    assert [(e["reason"], e["mg"]) for e in runs([*fills(0, 60, 90), between])] == [("unit", None)]
    assert runs(fills(0, 30, 60), weights=[weight("20", START + timedelta(days=1))])[0]["reason"] == "missing:weight_kg"
    old = [weight("20", START - timedelta(days=151))]  # 181 days at the second fill
    (stale,) = runs(fills(0, 30, 60), weights=old)
    assert (stale["status"], stale["reason"], stale["limit_mg"]) == ("not_documented", "stale:weight", None)
    fresh = [weight("20", START - timedelta(days=150))]  # stale only at the last fill, which does not count
    assert runs(fills(0, 30, 60), weights=fresh)[0]["status"] == "vial_rounding"
    assert runs(fills(0, 30, 60), weights=fresh, r=Readings(R8="90_days"))[0]["reason"] == "stale:weight"


def test_each_interval_has_the_weight_of_its_first_dispensing() -> None:
    weights = [weight("20"), weight("10", START + timedelta(days=30)), weight("40", START + timedelta(days=60))]
    (episode,) = runs(fills(0, 30, 60), weights=weights)
    assert episode["limit_mg"] == 216_000_000  # 144 + 72, the last weight unused
