"""Members told for one kind of finding on claims each, as generate_stories tells those on requests."""

import random
from datetime import date

from .dates import add_days
from .generate_stories import Teller, change
from .story import LONG_ACTING, SOMATROPIN, VIAL, Row, Story, parts

FIRST_CASE = date(2020, 1, 11)  # before anything else in the drops: the start of the plan's history


def vials(rng: random.Random, story: Story, _case: Row, step: int) -> None:
    """At the limit, at whole vials, and at five times the limit, for 30 days at 20 kg."""
    for offset, quantity in ((20, "14.4"), (60, "16"), (100, "72")):
        story.fill(offset, quantity=parts(quantity, step), paid_amount=rng.choice(["0.01", "333.33", ""]))


def mixed_fill(rng: random.Random, story: Story, _case: Row, step: int) -> None:
    """Over by a J2170 line beside the pharmacy's."""
    story.fill(20, quantity="12", days_supply=rng.choice(["30", ""]), unit_of_measure=rng.choice(["", "ML", "EA"]))
    story.injected(20, service_unit_quantity=parts("40", step))
    story.fill(50, quantity="1", ndc_code="71863-216-04")


def old_weight(_rng: random.Random, story: Story, _case: Row, step: int) -> None:
    story.fill(180 + step, quantity="17")


def refills(rng: random.Random, story: Story, _case: Row, step: int) -> None:
    """Every 20 days, 360 mg in whole vials for three intervals; or a run just short of 60 days."""
    gap = rng.choice([20, 20, 20, 15])
    for fill in range(4):
        quantity = parts("12", step) if fill == 2 else "12"
        story.fill(20 + gap * fill, quantity=quantity, days_supply="30", paid_amount=rng.choice(["50", "1.11"]))


def authorized(rng: random.Random, story: Story, case: Row, step: int) -> None:
    change(case, authorized_quantity_mg=parts("80", -step))
    story.fill(10)
    story.fill(50, unit_of_measure=rng.choice(["", "ML", "EA"]))
    story.fill(rng.choice([9, 376]), quantity="40")


def span_edges(rng: random.Random, story: Story, case: Row, step: int) -> None:
    """About the first day and the last; sometimes with a second request that leaves a gap or closes it."""
    story.fill(10 + step)
    end = (date.fromisoformat(case["auth_end_date"]) - story.reference).days
    story.fill(end + step)
    if rng.random() < 0.5:
        later = story.case(story.day(end - 9 + rng.choice([0, 1, 40])))
        change(later, decision=rng.choice(["APPROVED", "DENIED"]))


def no_approval(rng: random.Random, story: Story, case: Row, step: int) -> None:
    """Denied, undecided, or no request at all."""
    change(case, decision=["DENIED", "PENDED", "WITHDRAWN"][step + 1])
    if rng.random() < 0.3:
        change(story.case(story.day(-5)), decision=rng.choice(["DENIED", "PENDED"]))
    if rng.random() < 0.3:
        story.tables["pa_requests"].clear()
    story.fill(rng.choice([-300, 20, 300]))


def history_start(_rng: random.Random, story: Story, case: Row, step: int) -> None:
    """Claims about the first reference date of all; a request whose 180 days begin about the first claim."""
    claim = story.fill(0, ndc_code=SOMATROPIN if step == 0 else VIAL)
    change(claim, dispensing_date=add_days(FIRST_CASE, step))
    change(case, received_at=f"{add_days(FIRST_CASE, 179 + step)}T00:00", currently_receiving="Y")


def first_case(_rng: random.Random, story: Story, case: Row, step: int) -> None:
    """The first case of all, three times, once with a claim on that very day."""
    change(case, received_at=f"{FIRST_CASE}T0{step + 1}:00", currently_receiving="true")
    if step == 0:
        change(story.fill(0), dispensing_date=FIRST_CASE)


def receiving(rng: random.Random, story: Story, case: Row, step: int) -> None:
    change(case, currently_receiving="true")
    story.fill(rng.choice([-180 - step, step]), claim_status=rng.choice(["PAID", "PAID", "DENIED"]))


def prescriber(rng: random.Random, story: Story, case: Row, step: int) -> None:
    change(case, prescriber_npi=rng.choice(["1234567890", "1234567890", ""]))
    story.fill(20, prescribing_provider_npi=["9999999999", "1234567890", ""][step + 1])
    story.fill(rng.choice([20, 60]), prescribing_provider_npi=rng.choice(["9999999999", "9999999999", ""]))
    if rng.random() < 0.4:
        story.case(story.day(rng.choice([-1, 0, 1])), prescriber_npi=rng.choice(["9999999999", "5555555555", ""]))


def duplicates(rng: random.Random, story: Story, _case: Row, step: int) -> None:
    """Alike but for a millionth, alike but for the writing, and three or four alike."""
    story.fill(20, quantity="4")
    story.fill(20, quantity=["4.000001", "4.0", "+4.000000"][step + 1], paid_amount=rng.choice(["", "7.77"]))
    for _ in range(max(step, 0)):
        story.fill(20, days_supply="28", paid_amount="0.5", ndc_code=rng.choice(["15054-1040-05", "71863021604"]))
    story.fill(rng.choice([20, 21]), claim_status=rng.choice(["DENIED", "PAID"]))


def both_benefits(rng: random.Random, story: Story, _case: Row, step: int) -> None:
    """Six, seven or eight days apart, either first; sometimes more of them."""
    first, second = rng.sample([story.fill, story.injected], 2)
    first(20, paid_amount="1")
    second(27 + step, paid_amount="2")
    if rng.random() < 0.5:
        rng.choice([first, second])(rng.choice([20, 27, 30]), paid_amount="4")


def wastage(rng: random.Random, story: Story, _case: Row, step: int) -> None:
    modifiers = ["JA;RT", " jw ", "RT; JZ"][step + 1]
    name = f"{story.name}-C"
    story.injected(20, claim_id=name, hcpcs_modifiers=modifiers, paid_amount=rng.choice(["5", "", "-1.5"]))
    story.injected(20, claim_id=name, claim_line_number="10", hcpcs_modifiers=rng.choice(["JW;JZ", ""]))
    story.line(20, hcpcs_modifiers="JW")


def orphan(rng: random.Random, story: Story, _case: Row, step: int) -> None:
    """Naming a known claim, none, or itself; two lines of one claim."""
    known = story.fill(20)["claim_id"]
    own = story.next_name("pharmacy_claims", "R")
    story.fill(20, claim_status="REVERSED", reverses_claim_id=[known, rng.choice(["", "no-such"]), own][step + 1])
    visit = story.injected(50)["claim_id"]
    named = [visit, rng.choice(["", known]), f"{story.name}-X"][step + 1]
    for line in ("2", "10"):
        story.line(
            50,
            claim_id=f"{story.name}-X",
            claim_line_number=line,
            frequency_code=rng.choice("78"),
            replaces_claim_id=rng.choice([named, named, visit]),
            claim_status=rng.choice(["PAID", "PAID", "DENIED"]),
        )


def malignancy_before(rng: random.Random, story: Story, case: Row, step: int) -> None:
    """Codes of a malignancy, of a history, and for review only, about the reference date."""
    change(case, malignancy=rng.choice(["false", "false", "0", ""]))
    for code in rng.sample(["C71.9", "Z85.47", "c9100", "D49.6", "Z86.000"], 2):
        story.line(step, diagnosis_codes=f"Z00.00; {code}", claim_status=rng.choice(["PAID", "PAID", "DENIED"]))
    story.line(-3, diagnosis_codes=rng.choice(["", "C71.9"]), frequency_code=rng.choice("1178"))


def malignancy_coded(_rng: random.Random, story: Story, _case: Row, step: int) -> None:
    story.line(step, diagnosis_codes=["C71.9", "C719;Z85.47", "Z85.47"][step + 1])


def malignancy_and_drug(rng: random.Random, story: Story, _case: Row, step: int) -> None:
    """Dispensed the day before, the same day and the day after, and again later."""
    story.line(20, diagnosis_codes=rng.choice(["C71.9", "C71.9", "Z85.47"]))
    story.line(rng.choice([20, 21]), diagnosis_codes="C71.9")
    rng.choice([story.fill, story.injected])(20 + step)
    story.fill(rng.choice([40, 60]))


def hormone_edge(rng: random.Random, story: Story, case: Row, step: int) -> None:
    """Supply that ends about the first day, about the 30th, or begins about the last."""
    drug = rng.choice([SOMATROPIN, SOMATROPIN, LONG_ACTING, "0002-8147-01"])
    change(case, concurrent_somatropin=rng.choice(["false", "false", "false", "true", ""]))
    end = (date.fromisoformat(case["auth_end_date"]) - story.reference).days
    story.fill(rng.choice([-20, 10, end]) + step, ndc_code=drug)
    if rng.random() < 0.3:
        story.fill(rng.choice([-19, 9]), ndc_code=drug, days_supply=rng.choice(["", "1", "2", "365"]))


def hormone_switch(_rng: random.Random, story: Story, _case: Row, step: int) -> None:
    """29, 30 and 31 days of the span."""
    story.fill(10 + step, ndc_code=SOMATROPIN, days_supply="30")


def long_acting_switch(_rng: random.Random, story: Story, _case: Row, step: int) -> None:
    story.fill(10 + step, ndc_code=LONG_ACTING, days_supply="30")


def hormone_injected(rng: random.Random, story: Story, _case: Row, step: int) -> None:
    """A medical line lasts its day."""
    code = rng.choice(["J2941", "s9558", "J2940"])
    row = story.line(rng.choice([10, 39]) + step, hcpcs_code=code, service_unit_quantity="30")
    if rng.random() < 0.3:
        story.line(10, frequency_code="8", replaces_claim_id=row["claim_id"])


CLAIM_TELLERS: list[Teller] = [
    vials,
    mixed_fill,
    old_weight,
    refills,
    authorized,
    span_edges,
    no_approval,
    history_start,
    first_case,
    receiving,
    prescriber,
    duplicates,
    both_benefits,
    wastage,
    orphan,
    malignancy_before,
    malignancy_coded,
    malignancy_and_drug,
    hormone_edge,
    hormone_switch,
    long_acting_switch,
    hormone_injected,
]
