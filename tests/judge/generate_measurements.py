"""Measurements for the boundary drops: at the edges of the windows, exactly so far apart, tied on one day."""

import random
from datetime import date

from .dates import add_days, add_months, add_years

Row = dict[str, str]
SDS = [
    "-3",
    "-3.000001",
    "-2.999999",
    "-2",
    "-2.000001",
    "-1.999999",
    "-4",
    "-1",
    "-4.000001",
    "-1.7",
    "0.5",
    "-0.8",
]
HEIGHTS = ["100", "102", "101.999999", "102.000001", "98", "99.999999", "104.5", "30", "250"]


def edges(received: date, decided: date) -> list[date]:
    """First and last days of the windows and their neighbours."""
    exact = [
        received,
        decided,
        add_days(received, -90),
        add_years(received, -1),
        add_years(received, -2),
        add_months(received, -6),
        add_months(received, -11),
    ]
    return [add_days(day, step) for day in exact for step in (-1, 0, 0, 1)] + [add_days(received, -40)]


def partner(rng: random.Random, day: date) -> date:
    """A day so many months from another, or beside that."""
    months = rng.choice([-24, -12, -11, -6, 6, 11, 12, 24])
    return add_days(add_months(day, months), rng.choice([-1, 0, 0, 1]))


def measurement(rng: random.Random, name: str, day: date, birth: date, request: Row) -> Row:
    """One measurement of the case with its parts present or missing."""
    age = round(max((day - birth).days, 0) / 30.4375, rng.choice([0, 1, 3]))
    row = {
        "measurement_id": name,
        "member_id": request["member_id"],
        "pa_id": request["pa_id"],
        "measured_date": str(day),
        "height_cm": rng.choice(HEIGHTS),
        "height_sds": rng.choice(SDS),
        "age_months": str(age),
        "weight_kg": rng.choice(["20", "20.1", "7.5", "33.3333", ""]),
    }
    if rng.random() < 0.25:
        row[rng.choice(["height_cm", "height_sds", "age_months", "weight_kg"])] = ""
    return row


def proof(rng: random.Random, name: str, birth: date, request: Row, received: date) -> list[Row]:
    """A short height now and growth since about a year or two ago: what every pathway asks for."""
    now = add_days(received, rng.choice([-10, -1, 0]))
    before = add_days(add_months(now, -rng.choice([6, 11, 11, 12, 24])), rng.choice([-1, 0, 0, 1]))
    grown, short = (
        rng.choice(["104", "103.5", "103.5", "103.499999"]),
        rng.choice(["-3.2", "-3", "-2.999999"]),
    )
    rows = []
    for mark, day, height, sds in (("now", now, grown, short), ("old", before, "101.5", "-2.1")):
        row = measurement(rng, f"{name}{mark}", max(day, birth), birth, request)
        row |= {"height_cm": height, "height_sds": sds, "weight_kg": rng.choice(["20", ""])}
        row["age_months"] = row["age_months"] or "50"
        rows.append(row)
    return rows


def steady(rng: random.Random, name: str, birth: date, request: Row, received: date) -> list[Row]:
    """Two years of complete measurements on one line: every part of I.B.7 is documented, few are met."""
    rows = []
    for months in (0, 6, 12, 24):
        day = add_months(received, -months)
        row = measurement(rng, f"{name}{months}", max(day, birth), birth, request)
        rows.append(row | {"height_cm": "101", "height_sds": rng.choice(["-2", "-1.999999"]), "age_months": "60"})
    return rows


def measurements_of(rng: random.Random, number: int, member: Row, request: Row, requests: list[Row]) -> list[Row]:
    """The measurements sent with a case, and some that only look like its own."""
    birth = date.fromisoformat(member["birth_date"])
    received = date.fromisoformat(request["received_at"][:10])
    decided = date.fromisoformat(request["decided_at"][:10]) if request["decided_at"] else received
    days = [rng.choice(edges(received, decided)) for _ in range(rng.choice([0, 0, 0, 1, 2, 4]))]
    days += [partner(rng, day) for day in days if rng.random() < 0.6]
    days += [day for day in days if rng.random() < 0.2]  # ties
    # text order of the ids differs from their numbers': G9 above G10
    rows = [
        measurement(rng, f"G{number}-{at}", max(day, birth), birth, request)
        for at, day in enumerate(days, start=rng.choice([1, 8]))
    ]
    if request["indication"] == "ACQUIRED_GH_INSENSITIVITY" and rng.random() < 0.2:
        rows = steady(rng, f"G{number}-", birth, request, received)
    elif rng.random() < 0.6:
        rows += proof(rng, f"G{number}-", birth, request, received)
    for row in rows:
        strange = rng.random()
        if strange < 0.05:
            row["member_id"] = requests[-2:][0]["member_id"]  # the case's id, another's member
        elif strange < 0.10:
            row["pa_id"] = rng.choice(["", requests[-2:][0]["pa_id"], "P-unknown"])
    for row in rows:
        if row["member_id"] != request["member_id"]:
            row["measured_date"] = max(row["measured_date"], "2022-01-01")
    return rows
