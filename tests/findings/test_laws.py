"""Laws of claims and findings: order, lateness and the split into files and nights make no difference."""

import tempfile
from collections.abc import Sequence
from pathlib import Path
from random import Random
from typing import Any

from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from .bench import Line, Row, Story, case, day, height, injected, lines, one_night, put, rows, rx, story, visit

RUNS = "first_seen_run, last_seen_run, changed_run"
RESULTS = {
    "net_paid": "from audit.net_paid_claims order by all",
    "cases": "from audit.cases order by all",
    "dispensings": "from audit.dispensings order by all",
    "episodes": "from audit.episodes order by all",
    "findings": f"select * exclude ({RUNS}) from audit.findings where state = 'open' order by all",
    "resolved": "from audit.findings where state = 'resolved' order by all",
}
Published = dict[str, list[dict[str, Any]]]

FATES = ("kept", "kept", "cancelled", "replaced", "denied", "orphaned")
# A night takes most of a second: every example tells of ten children, and a failing one is not made smaller.
few = settings(max_examples=3, phases=[Phase.explicit, Phase.generate])
histories = st.integers(0, 1_000_000).map(lambda seed: lines([child(Random(f"{seed} {n}")) for n in range(10)]))


def child(random: Random) -> Story:
    """Tell of a child's two requests, two weights and up to nine claims, each with what undoes it."""
    pharmacy: list[Row] = []
    medical = [visit(5, "C71.9")] if random.random() < 0.3 else []
    for number in range(random.randrange(10)):
        source, undo = random.choice([(pharmacy, _pharmacy), (medical, _medical)])
        source += undo(20 * random.randrange(6), random.choice(("4", "12", "17")), random.choice(FATES), number)
    weights = [height(-14, "108", "-3.5", age_months="95.5", weight_kg="20"), height(60, weight_kg="18", pa_id=None)]
    decision = random.choice(["APPROVED", "APPROVED", "DENIED", "PENDED"])
    requests = [case(decision=decision), case(day(30), auth_start_date=day(60), dose_mg="2.5")]
    return story(cases=requests, heights=weights, rx=pharmacy, med=medical)


def _pharmacy(n: int, ml: str, fate: str, number: int) -> list[Row]:
    claim = rx(n, ml, claim_id=f"x{number}", claim_status="DENIED" if fate == "denied" else "PAID")
    named = {"cancelled": f"x{number}", "orphaned": "unknown"}.get(fate)
    undone = rx(n, ml, claim_id=f"y{number}", claim_status="REVERSED", reverses_claim_id=named)
    return [claim, undone] if named else [claim]


def _medical(n: int, ml: str, fate: str, number: int) -> list[Row]:
    claim = injected(n, f"{ml}0", claim_id=f"x{number}", claim_status="DENIED" if fate == "denied" else "PAID")
    named = {"cancelled": f"x{number}", "replaced": f"x{number}", "orphaned": "unknown"}.get(fate)
    code = "7" if fate == "replaced" else "8"
    undone = injected(n, claim_id=f"y{number}", frequency_code=code, replaces_claim_id=named)
    return [claim, undone] if named else [claim]


def nights(*drops: Sequence[Line]) -> list[Published]:
    """Audit the drops night by night; give what is published after each."""
    with tempfile.TemporaryDirectory() as name:
        return [_night(Path(name), number, drop) for number, drop in enumerate(filter(None, drops))]


def _night(folder: Path, number: int, drop: Sequence[Line]) -> Published:
    put(folder / f"drop_{number}", drop)
    database = one_night(folder / f"drop_{number}", folder)
    return {what: rows(database, query) for what, query in RESULTS.items()}


def undoes(line: Line) -> bool:
    """Tell whether a row cancels or replaces a claim."""
    return bool(line[1].get("reverses_claim_id") or line[1].get("replaces_claim_id"))


@few
@given(histories, st.integers())
def test_claims_and_what_undoes_them_in_any_order_give_the_same(told: list[Line], seed: int) -> None:
    in_order, shuffled = nights(told)[-1], nights(Random(seed).sample(told, len(told)))[-1]
    assert in_order["resolved"] == []
    assert min(map(len, (in_order["net_paid"], in_order["dispensings"], in_order["episodes"]))) > 0
    assert shuffled == in_order


@few
@given(histories)
def test_a_reversal_a_night_later_gives_the_state_of_one_drop(told: list[Line]) -> None:
    at_once = nights(told)[-1]
    before, late = nights([line for line in told if not undoes(line)], [line for line in told if undoes(line)])
    gone = late.pop("resolved")
    assert at_once.pop("resolved") == []
    assert late == at_once
    still = {row["finding_id"] for row in late["findings"]}
    assert {row["finding_id"] for row in gone} == {row["finding_id"] for row in before["findings"]} - still
    assert {(row["first_seen_run"], row["last_seen_run"], row["resolved_run"]) for row in gone} == {(1, 1, 2)}


@few
@given(histories, st.integers())
def test_files_and_nights_in_any_split_give_the_same(told: list[Line], seed: int) -> None:
    random = Random(seed)
    drops: list[list[Line]] = [[], [], []]
    for extract, row in random.sample(told, len(told)):
        random.choice(drops).append((f"{extract}_{random.randrange(2)}", row))
    at_once, split = nights(told)[-1], nights(*drops)[-1]
    assert at_once.pop("resolved") == []
    del split["resolved"]  # what was found meanwhile, while rows were still to come
    assert split == at_once
