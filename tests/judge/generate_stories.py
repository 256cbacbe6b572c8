"""Members told for one kind of finding each: a step below its threshold, on it, and a step past it.

Requests and measurements here, claims in generate_story_claims. A teller changes the usual child: `step` is -1, 0 or 1,
in the threshold's smallest unit (a day, or a millionth), or picks one of three alternatives.
"""

import random
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from fractions import Fraction
from math import floor

from .dates import add_days, add_months, add_years, birthday
from .findings.growth import z_score
from .story import Row, Story, parts

INCH = Fraction("2.54")
Teller = Callable[[random.Random, Story, Row, int], None]  # the story and its first request


def change(row: Row, **facts: object) -> None:
    """Set fields of a row; a date or a number as its text."""
    row.update({name: str(fact) for name, fact in facts.items()})


def height_of(story: Story) -> Row:
    """The measurement of day 0."""
    return story.tables["growth_measurements"][0]


def outcome(_rng: random.Random, _story: Story, case: Row, step: int) -> None:
    change(case, gh_level=["", "NORMAL", "LOW"][step + 1])


def denial(_rng: random.Random, _story: Story, case: Row, step: int) -> None:
    change(case, gh_level=["", "NORMAL", "LOW"][step + 1], decision="DENIED")


def secondary(rng: random.Random, _story: Story, case: Row, step: int) -> None:
    change(case, indication="SECONDARY_IGFD", decision=["DENIED", "APPROVED", "WITHDRAWN"][step + 1])
    change(case, epiphysis_status=rng.choice(["OPEN", "CLOSED"]))


def dose_limit(rng: random.Random, _story: Story, case: Row, step: int) -> None:
    change(case, dose_mg=parts("2.4", step), doses_per_day=rng.choice(["1", "2", ""]))


def daily_limit(_rng: random.Random, _story: Story, case: Row, step: int) -> None:
    change(case, dose_mg=parts("1.6", step), doses_per_day=3)


def frequency(_rng: random.Random, _story: Story, case: Row, step: int) -> None:
    change(case, doses_per_day=2 + step)


def starting_dose(rng: random.Random, _story: Story, case: Row, step: int) -> None:
    change(case, dose_mg=parts(rng.choice(["0.8", "1.6"]), step), weight_kg=rng.choice(["20", "20.0"]))


def starting_low(_rng: random.Random, _story: Story, case: Row, step: int) -> None:
    change(case, dose_mg=parts("0.8", step))


def titration(_rng: random.Random, _story: Story, case: Row, step: int) -> None:
    change(case, dose_mg=parts("1.6", step), request_type="CONTINUATION", prior_dose_mg="0.8")


def too_long(rng: random.Random, story: Story, case: Row, step: int) -> None:
    change(case, auth_end_date=add_days(story.last_allowed, rng.choice([1, 1, 0]) + step))


def too_short(_rng: random.Random, story: Story, case: Row, step: int) -> None:
    change(case, auth_end_date=add_days(story.last_allowed, step))


def renewal(_rng: random.Random, story: Story, case: Row, step: int) -> None:
    change(case, line_of_business="COMMERCIAL", renewal_date=add_days(add_months(story.start, 12), step))


def dose_increase(rng: random.Random, _story: Story, case: Row, step: int) -> None:
    change(case, is_dose_increase=rng.choice(["N", "N", ""]), prior_dose_mg=parts("1.6", -step))


def previous_dose(rng: random.Random, story: Story, case: Row, step: int) -> None:
    """An earlier request, on the same day or before; the id decides on one day."""
    change(case, is_dose_increase="false")
    before = story.case(story.day(rng.choice([0, -1, -200])), dose_mg=parts("1.6", -step))
    change(before, decision=rng.choice(["APPROVED", "APPROVED", "DENIED"]))
    case["pa_id"], before["pa_id"] = f"{story.name}-P2", rng.choice([f"{story.name}-P1", f"{story.name}-P3"])
    height_of(story)["pa_id"] = case["pa_id"]


def weight(rng: random.Random, story: Story, case: Row, step: int) -> None:
    change(case, weight_kg=parts(rng.choice(["22", "18"]), step), weight_date=rng.choice(["", story.day(-40)]))
    story.measured(rng.choice([0, -10, -40]), height_cm="", weight_kg="20", pa_id="")


def weight_distance(rng: random.Random, story: Story, case: Row, step: int) -> None:
    change(case, weight_kg="30")
    story.measured(rng.choice([-1, 1]) * (30 + step), height_cm="", weight_kg="20", pa_id="")


def weight_tie(rng: random.Random, story: Story, _case: Row, step: int) -> None:
    """Two weights as far away, or a day nearer or farther, and two on one day."""
    near, far = rng.sample(["20", "30"], 2)
    story.measured(-5, height_cm="", weight_kg=near, pa_id="")
    story.measured(5 + step, height_cm="", weight_kg=far, pa_id="")
    story.measured(5 + step, height_cm="", weight_kg=rng.choice([near, far]), pa_id="")


def codes(rng: random.Random, _story: Story, case: Row, step: int) -> None:
    """Codes of secondary forms, on each pathway."""
    change(case, diagnosis_codes=rng.choice(["E23.0", "e43;E34.321", "E03.9", "Z7952"]))
    change(case, indication=["SEVERE_PRIMARY_IGFD", "ACQUIRED_GH_INSENSITIVITY", "OTHER"][step + 1])
    change(case, request_type=rng.choice(["INITIAL", "CONTINUATION"]))


def resistance(_rng: random.Random, _story: Story, case: Row, step: int) -> None:
    received = add_days(date(2022, 10, 1), step)  # the code is valid from that day
    change(case, diagnosis_codes="E34.321; E34.322", received_at=f"{received}T12:00")


def epiphysis(rng: random.Random, story: Story, case: Row, step: int) -> None:
    born = add_days(add_years(story.reference, -10), -step)  # the clause applies after the 10th birthday
    change(story.tables["members"][0], birth_date=born)
    change(case, epiphysis_status=rng.choice(["CLOSED", "closed"]))
    change(case, indication=rng.choice(["SEVERE_PRIMARY_IGFD", "ACQUIRED_GH_INSENSITIVITY", "OTHER"]))


def months_of(story: Story, row: Row) -> Fraction:
    """Exact age in months on the day of a measurement."""
    born = date.fromisoformat(story.tables["members"][0]["birth_date"])
    return Fraction((date.fromisoformat(row["measured_date"]) - born).days) / Fraction("30.4375")


def beside(score: Decimal, step: int, sign: int) -> str:
    """A score 0.25 from another, a ten-thousandth nearer or farther."""
    return str(score + sign * (Decimal("0.25") + step * Decimal("0.0001")))


def height_score(rng: random.Random, story: Story, case: Row, step: int) -> None:
    """0.25 from the reference, for either sex, on pathways with thresholds -3 and -2 and without."""
    sex = rng.choice("MMFFU")
    row, pathway = height_of(story), rng.choice(["SEVERE_PRIMARY_IGFD", "ACQUIRED_GH_INSENSITIVITY", "OTHER"])
    change(story.tables["members"][0], sex=sex)
    change(case, indication=pathway)
    row["height_cm"] = rng.choice(["101.5", "103", "104.2", "105.37", "108.8", "109.4", "112"])
    score = z_score("M" if sex == "U" else sex, months_of(story, row), Fraction(row["height_cm"]))
    change(row, height_sds=beside(score, step, rng.choice([-1, 1])))


def height_side(rng: random.Random, story: Story, case: Row, step: int) -> None:
    """Attested beside the threshold, which the reference is well above or below."""
    ghi = rng.random() < 0.5
    change(case, indication="ACQUIRED_GH_INSENSITIVITY" if ghi else "SEVERE_PRIMARY_IGFD")
    attested = Decimal(-2 if ghi else -3) + step * Decimal("0.000001")
    change(height_of(story), height_cm=rng.choice(["99", "106", "112"]), height_sds=attested)


def slip(rng: random.Random, story: Story, _case: Row, step: int) -> None:
    """A score of the other sex, of inches or of completed months, up to 0.05 from it and a little more."""
    row = height_of(story)
    if step == 1:  # at 790 days a month's fraction weighs more than 0.25 SD
        change(story.tables["members"][0], birth_date=story.day(-790))
    tall = ["99", rng.choice(["103", "40.551181"]), "68"][step + 1]
    months, height = months_of(story, row), Fraction(tall)
    inches_for_cm = height / INCH if height > 100 else height * INCH
    score = [
        z_score("F", months, height),
        z_score("M", months, inches_for_cm),
        z_score("M", Fraction(floor(months)), height),
    ][step + 1]
    off = rng.choice(["0", "0", "-0.05", "-0.0501"] if step < 0 else ["0", "0", "0.05", "0.0501"])
    change(row, height_cm=tall, height_sds=score + Decimal(off))


def score_age(rng: random.Random, story: Story, _case: Row, step: int) -> None:
    """The reference's ends: 240 months are 7305 days, 24 are 730.5."""
    days = rng.choice([7305 + step, 730 + max(step, 0)])
    change(story.tables["members"][0], birth_date=story.day(-days))
    change(height_of(story), height_sds=rng.choice(["-6", "1"]))


def carried(rng: random.Random, story: Story, _case: Row, step: int) -> None:
    pa_id = rng.choice(["", f"{story.name}-P1"])
    story.measured(-90 - step, height_cm=rng.choice(["103", "103.0"]), height_sds="", pa_id=pa_id)


def lower(rng: random.Random, story: Story, _case: Row, step: int) -> None:
    pa_id = rng.choice(["", f"{story.name}-P1"])
    story.measured(rng.choice([-1, -30, 0]), height_cm=parts("105.5", step), height_sds="", pa_id=pa_id)


def inches(rng: random.Random, story: Story, _case: Row, step: int) -> None:
    """Off a trend of 80 cm before, or of 100 cm after; / 2.54 or x 2.54 brings it to a tenth of that."""
    if rng.random() < 0.5:
        change(height_of(story), height_cm=parts("223.52", step))
        story.measured(-30, height_cm="80", height_sds="", pa_id="")
        story.measured(rng.choice([30, 300]), height_cm=rng.choice(["80", "80.5", "150"]), height_sds="", pa_id="")
    else:
        change(height_of(story), height_cm=parts("43.307086", step))
        story.measured(rng.choice([30, 300]), height_cm="100", height_sds="", pa_id="")


def trend_age(rng: random.Random, story: Story, _case: Row, step: int) -> None:
    """A trend whose only other height is two years away."""
    change(height_of(story), height_cm="220")
    years = rng.choice([-2, 2]) if story.reference < date(2022, 12, 1) else -2
    offset = (add_years(story.reference, years) - story.reference).days
    story.measured(offset + (step if years > 0 else -step), height_cm="85", height_sds="", pa_id="")


def stated_age(rng: random.Random, story: Story, _case: Row, step: int) -> None:
    change(height_of(story), age_months=parts(rng.choice(["81", "79"]), step), height_cm=rng.choice(["103", ""]))


def adult(rng: random.Random, story: Story, case: Row, step: int) -> None:
    """The 18th birthday within the span, and claims about it; half of them born on 29 February."""
    born = date(2004, 2, 29) if rng.random() < 0.5 else add_years(story.day(60), -18)
    change(story.tables["members"][0], birth_date=born)
    eighteen = birthday(born, 18)
    if born.day == 29:  # 28 February is no leap day in 2022
        change(case, auth_start_date="2022-02-01", auth_end_date="2022-12-31")
    change(story.fill(0), dispensing_date=add_days(eighteen, step))


REQUEST_TELLERS: list[Teller] = [
    outcome,
    denial,
    secondary,
    dose_limit,
    daily_limit,
    frequency,
    starting_dose,
    starting_low,
    titration,
    too_long,
    too_short,
    renewal,
    dose_increase,
    previous_dose,
    weight,
    weight_distance,
    weight_tie,
    codes,
    resistance,
    epiphysis,
    height_score,
    height_side,
    slip,
    score_age,
    carried,
    lower,
    inches,
    trend_age,
    stated_age,
    adult,
]
