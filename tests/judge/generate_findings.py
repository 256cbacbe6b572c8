"""What makes a boundary drop raise findings: told members, and rows strewn among the others."""

import random
from datetime import date

from .dates import add_days
from .generate_stories import REQUEST_TELLERS
from .generate_story_claims import CLAIM_TELLERS
from .story import LONG_ACTING, SOMATROPIN, Row, usual

Tables = dict[str, list[Row]]
LAST = date(2025, 1, 31)


def told(rng: random.Random, round_name: str) -> Tables:
    """Every teller's three steps, from days of the round's own."""
    tables: Tables = {}
    for number, teller in enumerate([*REQUEST_TELLERS, *CLAIM_TELLERS]):
        for step in (-1, 0, 1):
            reference = add_days(date(2022, 10, 20), rng.randrange(420))
            story = usual(f"S{round_name}-{number}{'abc'[step + 1]}", reference)
            teller(rng, story, story.tables["pa_requests"][0], step)
            for extract, rows in story.tables.items():
                tables.setdefault(extract, []).extend(rows)
    return tables


def near_span(rng: random.Random, request: Row) -> date:
    """A day about the request, or about its authorization."""
    days = [request["received_at"][:10], request.get("auth_start_date"), request.get("auth_end_date")]
    day = date.fromisoformat(rng.choice([text for text in days if text]))
    return min(LAST, add_days(day, rng.choice([-180, -30, -29, -1, 0, 0, 1, 29, 30])))


def strewn_fill(rng: random.Random, name: str, request: Row) -> Row:
    """A growth hormone, or the drug again, from the pharmacy."""
    return {
        "claim_id": name,
        "member_id": request["member_id"],
        "dispensing_date": str(near_span(rng, request)),
        "ndc_code": rng.choice([SOMATROPIN, LONG_ACTING, "15054104005"]),
        "quantity": rng.choice(["4", "16"]),
        "days_supply": rng.choice(["1", "30", "31", ""]),
        "claim_status": "PAID",
        "prescribing_provider_npi": rng.choice(["1234567890", "5555555555", ""]),
        "paid_amount": rng.choice(["10", ""]),
    }


def strewn_line(rng: random.Random, name: str, request: Row) -> Row:
    """A malignancy, a growth hormone or the drug on a medical line."""
    return {
        "claim_id": name,
        "claim_line_number": "1",
        "member_id": request["member_id"],
        "claim_line_start_date": str(near_span(rng, request)),
        "hcpcs_code": rng.choice(["J2170", "J2941", "99213"]),
        "hcpcs_modifiers": rng.choice(["", "JW", "JZ"]),
        "service_unit_quantity": rng.choice(["40", "160", ""]),
        "diagnosis_codes": rng.choice(["", "C71.9", "Z85.47", "E34.321"]),
        "frequency_code": rng.choice(["1", "1", "1", "7"]),
        "claim_status": "PAID",
        "paid_amount": "20",
    }


def strewn_height(rng: random.Random, name: str, request: Row, born: date) -> Row:
    """A measurement from elsewhere, or sent with the request."""
    day = max(born, near_span(rng, request))
    return {
        "measurement_id": name,
        "member_id": request["member_id"],
        "pa_id": rng.choice(["", request["pa_id"]]),
        "measured_date": str(day),
        "height_cm": rng.choice(["100", "102.5", "104.5", "250", "40", ""]),
        "height_sds": rng.choice(["-3", "-2", ""]),
        "age_months": f"{(day - born).days / 30.4375 + rng.choice([0, 0.9, 1.1]):.2f}",
        "weight_kg": rng.choice(["20", "22", "22.2", ""]),
    }


def again(rng: random.Random, name: str, claim: Row) -> Row:
    """A pharmacy claim a second time, or nearly."""
    changes: list[Row] = [
        {},
        {},
        {"days_supply": "7"},
        {"quantity": "4.000001"},
        {"claim_status": "DENIED"},
    ]
    return claim | {"claim_id": name} | rng.choice(changes)


def strew(rng: random.Random, tables: Tables) -> None:
    """Add rows about the members that the drop already has."""
    born = {row["member_id"]: date.fromisoformat(row["birth_date"]) for row in tables["members"]}
    for number, request in enumerate(tables["pa_requests"]):
        chance = rng.random()
        if chance < 0.2:
            tables["pharmacy_claims"].append(strewn_fill(rng, f"W{number}", request))
        elif chance < 0.4:
            tables["medical_claims"].append(strewn_line(rng, f"W{number}", request))
        elif chance < 0.5:
            height = strewn_height(rng, f"W{number}", request, born[request["member_id"]])
            tables["growth_measurements"].append(height)
    for number, claim in enumerate(list(tables["pharmacy_claims"])):
        if rng.random() < 0.05:
            tables["pharmacy_claims"].append(again(rng, f"A{number}", claim))


def with_findings(rng: random.Random, tables: Tables) -> None:
    """Strew the drop's members with rows, then add told members: one round, and one more for each 500 cases."""
    rounds = 1 + len(tables["pa_requests"]) // 500
    strew(rng, tables)
    for number in range(rounds):
        for extract, rows in told(rng, str(number)).items():
            tables[extract] += rows
