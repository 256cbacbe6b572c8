"""The dose audit: what was dispensed on a day and over a run of fills, against the weight's limit."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise
from math import ceil, floor
from typing import Any

from .case import four_decimals
from .claims import Paid
from .dates import add_days
from .terms import Terms

Row = dict[str, Any]
Weight = tuple[date, int, str, Decimal]
LIMIT_A_DAY = Fraction(24, 100)  # mg per kg, two doses


@dataclass
class Dispensing:
    """A member's mecasermin of one service date. Limits are None where the weight or the days are."""

    member_id: str
    day: date
    mg: Fraction | None
    days: int | None
    weight_kg: Decimal | None
    weight_date: date | None
    stale: bool
    status: str
    dose_mg_per_kg: Decimal | None
    limit_mg: Fraction | None
    vial_limit_mg: int | None
    paid_amount: Decimal


@dataclass
class Episode:
    """A run of at least three fills over at least 60 days."""

    member_id: str
    first_date: date
    last_date: date
    dispensings: int
    mg: Fraction | None
    limit_mg: Fraction | None
    vial_limit_mg: int | None
    status: str


def vial_limit(weight: Decimal, days: int) -> int:
    """mg in the whole 40 mg vials that so many days take (R9)."""
    doses_per_vial = min(floor(Fraction(40) / (Fraction(12, 100) * Fraction(weight))), 60)
    return 40 * ceil(Fraction(2 * days, doses_per_vial))


def status_of(mg: Fraction, limit: Fraction, vials: int, terms: Terms) -> str:
    """Within the limit, explained by whole vials, or above both."""
    if mg <= limit:
        return "within_limit"
    if mg <= vials and not terms.alternative("R9"):  # R9 alternative: every mg above the limit counts
        return "vial_rounding"
    return "over_dose"


def weights_of(measurements: list[Row], requests: list[Row]) -> dict[str, list[Weight]]:
    """Each member's weights as (day, measurement before request, id, kg)."""
    found: dict[str, list[Weight]] = defaultdict(list)
    for m in measurements:
        if m["weight_kg"] is not None:
            found[m["member_id"]].append((m["measured_date"], 1, m["measurement_id"], m["weight_kg"]))
    for r in requests:
        if r["weight_kg"] is not None:
            day = r["weight_date"] or r["received_at"].date()
            found[r["member_id"]].append((day, 0, r["pa_id"], r["weight_kg"]))
    return found


def days_of(claims: list[Paid], day: date, following: date | None, terms: Terms) -> int | None:
    """Days of supply: the longest stated, else to the next fill. R12 alternative: 30 where none is stated."""
    stated = [claim.days_supply for claim in claims if claim.days_supply is not None]
    if stated:
        return max(stated)
    if terms.alternative("R12"):
        return 30
    return None if following is None else min((following - day).days, 90)


def one_dispensing(
    claims: list[Paid],
    following: date | None,
    weights: list[Weight],
    terms: Terms,
) -> Dispensing:
    """The dispensing of one member and day."""
    day = claims[0].day
    mg: Fraction | None = Fraction(0)
    for claim in claims:
        mg = None if mg is None or claim.mg is None else mg + claim.mg
    days = days_of(claims, day, following, terms)
    known = [weight for weight in weights if weight[0] <= day]
    newest = max(known) if known else None
    oldest_allowed = add_days(day, -90 if terms.alternative("R8") else -180)  # R8
    stale = newest is not None and newest[0] < oldest_allowed
    kg = None if newest is None else newest[3]
    limit = None if kg is None or days is None else LIMIT_A_DAY * Fraction(kg) * days
    vials = None if kg is None or days is None else vial_limit(kg, days)
    dose, status = None, "not_documented"
    if mg is not None and days is not None and kg is not None:
        dose = four_decimals(mg / days / 2 / Fraction(kg))
        if not stale:
            assert limit is not None and vials is not None
            status = status_of(mg, limit, vials, terms)
    paid = sum((claim.paid_amount for claim in claims if claim.paid_amount is not None), Decimal("0.00"))
    weighed = None if newest is None else newest[0]
    return Dispensing(claims[0].member_id, day, mg, days, kg, weighed, stale, status, dose, limit, vials, paid)


def dispensings(
    claims: list[Paid], measurements: list[Row], requests: list[Row], terms: Terms
) -> dict[tuple[str, date], Dispensing]:
    """Every member and service date with net paid mecasermin."""
    by_member: dict[str, dict[date, list[Paid]]] = defaultdict(lambda: defaultdict(list))
    for claim in claims:
        by_member[claim.member_id][claim.day].append(claim)
    weights = weights_of(measurements, requests)
    found = {}
    for member, by_day in by_member.items():
        days = sorted(by_day)
        for day, following in zip(days, [*days[1:], None], strict=True):
            found[member, day] = one_dispensing(by_day[day], following, weights[member], terms)
    return found


def runs(fills: list[Dispensing]) -> list[list[Dispensing]]:
    """A member's fills, in order, cut where more than 30 days passed without supply."""
    found: list[list[Dispensing]] = []
    run_out: date | None = None
    for fill in fills:
        if run_out is None or (fill.day - run_out).days > 30:
            found.append([])
            run_out = None
        found[-1].append(fill)
        end = add_days(fill.day, fill.days or 0)
        run_out = end if run_out is None else max(run_out, end)
    return found


def one_episode(fills: list[Dispensing], terms: Terms) -> Episode:
    """The sums of a run before its last fill, interval by interval."""
    mg: Fraction | None = Fraction(0)
    limit: Fraction | None = Fraction(0)
    vials = 0
    for fill, following in pairwise(fills):
        mg = None if mg is None or fill.mg is None else mg + fill.mg
        if limit is None or fill.weight_kg is None or fill.stale:
            limit = None
            continue
        days = (following.day - fill.day).days
        limit += LIMIT_A_DAY * Fraction(fill.weight_kg) * days
        vials += vial_limit(fill.weight_kg, days)
    status = "not_documented"
    if mg is not None and limit is not None:
        status = status_of(mg, limit, vials, terms)
    first, last = fills[0], fills[-1]
    shown = None if limit is None else vials
    return Episode(first.member_id, first.day, last.day, len(fills), mg, limit, shown, status)


def episodes(found: dict[tuple[str, date], Dispensing], terms: Terms) -> dict[tuple[str, date], Episode]:
    """The published episodes by member and first date."""
    by_member: dict[str, list[Dispensing]] = defaultdict(list)
    for key in sorted(found):
        by_member[key[0]].append(found[key])
    published = {}
    for member, fills in by_member.items():
        for run in runs(fills):
            if len(run) >= 3 and (run[-1].day - run[0].day).days >= 60:
                published[member, run[0].day] = one_episode(run, terms)
    return published
