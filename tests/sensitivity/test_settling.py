"""What would settle an undocumented approval: supply it and the case is supportable, leave any of it out and it is not.

`SUPPLY` says in submitted values what an ask is for, so that the engine judges what a plan would really receive.
"""

import random
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from itertools import combinations
from typing import Any

import pytest

from pa_audit import cases, policy, settling
from pa_audit.policy.cp_phar_150 import Readings, Terms
from tests.policy.audit import CONTINUED, GHI, IGFD, RECEIVED, Case, case_facts, height, judge

D = date
LATELY, LONG_AGO = RECEIVED - timedelta(days=5), RECEIVED - timedelta(days=200)
A_YEAR_AGO, TWO_YEARS_AGO = D(2021, 6, 1), D(2020, 6, 1)

FALL = [height(LONG_AGO, sds="0"), height(LATELY, sds="-1.5")]
YEAR_APART = [height(A_YEAR_AGO, sds=None), height(LATELY, sds=None)]
SUPPLY: dict[str, Case] = {
    "missing:prescriber_taxonomy": {"prescriber_taxonomy": "2080P0205X"},
    "missing:consult_taxonomy": {"consult_taxonomy": "2080P0205X"},
    "missing:epiphysis_status": {"epiphysis_status": "OPEN"},
    "missing:igf1_sds": {"igf1_sds": "-3"},
    "missing:gh_level": {"gh_level": "ELEVATED"},
    "missing:gh_gene_deletion": {"gh_gene_deletion": True},
    "missing:gh_neutralizing_antibodies": {"gh_neutralizing_antibodies": True},
    "missing:height": {"heights": [height(LATELY, sds="-3")]},
    "stale:height": {"heights": [height(LATELY, sds="-3")]},
    "missing:heights_6m_apart": {"heights": FALL},
    "missing:heights_1y_apart": {"heights": YEAR_APART},
    "missing:growth_velocity_sds_1y": {"growth_velocity_sds_1y": "-2.1"},
    "missing:heights_2y_apart": {"heights": [height(TWO_YEARS_AGO, sds=None), height(LATELY, sds=None)]},
    "missing:growth_velocity_sds_2y": {"growth_velocity_sds_2y": "-1.6"},
    "missing:malignancy": {"malignancy": False},
    "missing:concurrent_somatropin": {"concurrent_somatropin": False},
    "missing:dose_mg": {"dose_mg": "0.1"},
    "missing:weight_kg": {"weight_kg": "300"},
    "stale:weight": {"weight_kg": "300"},
    "missing:doses_per_day": {"doses_per_day": 2},
    "missing:is_dose_increase": {"is_dose_increase": False},
    "missing:prior_dose_mg": {"prior_dose_mg": "99"},
    "missing:currently_receiving": {"currently_receiving": True},
    "missing:continuity_of_care": {"continuity_of_care": True},
    "missing:therapy_start_date": {"therapy_start_date": RECEIVED},
    "missing:heights_in_last_year": {"heights": [height(D(2021, 7, 1), "100"), height(RECEIVED, "130")]},
    "short_interval": {"heights": [height(RECEIVED, "130")]},
}


def supplied(case: Case, asks: Iterable[str]) -> Case:
    """Give the case as it stands once the plan has what it asked for; heights come on top of those it had."""
    for ask in asks:
        more = SUPPLY[ask]
        case = {**case, **more, "heights": [*case["heights"], *more.get("heights", [])]}
    return case


def settle(rows: Sequence[Case], terms: Terms = Terms()) -> list[list[tuple[str | None, str | None]]]:  # noqa: B008
    """Give each case's (clause, ask), in no order."""
    chosen = policy.load()
    facts = case_facts(rows, terms)
    judged = cases.judge(facts.lazy(), chosen, terms).collect()
    found = settling.what_would_settle(facts, judged, chosen, terms)
    by_case: dict[str, list[tuple[str | None, str | None]]] = {}
    for row in found.to_dicts():
        by_case.setdefault(row["pa_id"], []).append((row["clause"], row["ask"]))
        asks = [ask for _, ask in by_case[row["pa_id"]] if ask]
        assert row["asks"] is None or row["asks"] >= len(asks)
    return [by_case.get(f"{n:06d}", []) for n in range(len(rows))]


HIDDEN = [field for more in SUPPLY.values() for field in more if field != "heights"]

OLD = [height(D(2022, 1, 1))]
TALL = [height(LATELY, sds="-1")]
SOON = [height(D(2022, 1, 1), "100"), height(D(2022, 6, 1), "101")]
OTHER = "207R00000X"
TWO_OF_THE_DOSE = [("I.A.10", "missing:weight_kg"), ("I.A.10", "missing:doses_per_day")]

SETTLED: list[tuple[Case, Mapping[str, Any], list[tuple[str | None, str | None]]]] = [
    (IGFD, {}, []),
    (IGFD, {"igf1_sds": None}, [("I.A.5", "missing:igf1_sds")]),
    (IGFD, {"igf1_sds": None, "decision": "DENIED"}, []),
    (IGFD, {"igf1_sds": None, "malignancy": True}, []),
    (IGFD, {"igf1_sds": None, "gh_level": None}, [("I.A.5", "missing:igf1_sds"), ("I.A.6", "missing:gh_level")]),
    # either prescriber or colleague: the one that the request does not name
    (IGFD, {"prescriber_taxonomy": None}, [("I.A.2", "missing:prescriber_taxonomy")]),
    (IGFD, {"prescriber_taxonomy": OTHER}, [("I.A.2", "missing:consult_taxonomy")]),
    (IGFD, {"heights": []}, [("I.A.7", "missing:height")]),
    (IGFD, {"heights": OLD}, [("I.A.7", "stale:height")]),
    # the dose needs all three
    (IGFD, {"weight_kg": None, "doses_per_day": None}, TWO_OF_THE_DOSE),
    (IGFD, {"weight_kg": None, "dose_mg": "36"}, [("I.A.10", "missing:weight_kg")]),
    (IGFD, {"weight_kg": None, "dose_mg": "36.000001"}, [("I.A.10", None)]),
    # one of several alternatives, the one that takes least
    (GHI, {"heights": []}, [("I.B.7", "missing:height")]),
    (GHI, {"heights": TALL}, [("I.B.7", "missing:heights_6m_apart")]),
    (GHI, {"heights": TALL, "growth_velocity_sds_1y": "-3"}, [("I.B.7", "missing:heights_6m_apart")]),
    (
        GHI,
        {"heights": [height(LONG_AGO, sds="-1"), *TALL], "growth_velocity_sds_1y": "-3"},
        [("I.B.7", "missing:heights_1y_apart")],
    ),
    (
        GHI,
        {"heights": [height(LONG_AGO, sds="-1"), *TALL]},
        [("I.B.7", "missing:heights_1y_apart"), ("I.B.7", "missing:growth_velocity_sds_1y")],
    ),
    # continued: growth, or proof that the treatment is younger than a year
    (CONTINUED, {"heights": []}, [("II.A.2", "missing:heights_in_last_year")]),
    (CONTINUED, {"heights": SOON}, [("II.A.2", "short_interval")]),
    (
        CONTINUED,
        {"heights": [height(D(2021, 7, 1), "100"), height(D(2022, 6, 1), "101")], "therapy_start_date": None},
        [("II.A.2", "missing:therapy_start_date")],
    ),
    (
        CONTINUED,
        {"currently_receiving": None, "continuity_of_care": False},
        [("II.A.1", "missing:currently_receiving")],
    ),
    # an increase of which the submission says nothing: an attested one would be over the limit
    (CONTINUED, {"is_dose_increase": None, "dose_mg": "9"}, [("II.A.5", "missing:is_dose_increase")]),
    # no indication: the section that would ask for least, if any could be met
    ({**IGFD, "indication": None}, {}, [(None, "missing:indication")]),
    (
        {**GHI, "indication": None, "heights": TALL},
        {},
        [(None, "missing:indication"), ("I.B.7", "missing:heights_6m_apart")],
    ),
    ({**GHI, "indication": None}, {}, [(None, "missing:indication")]),
    ({**IGFD, "indication": None, "malignancy": True}, {}, [("I.A.8", None)]),
]  # fmt: skip


@pytest.mark.parametrize(("base", "facts", "asks"), SETTLED)
def test_the_smallest_set(base: Case, facts: Mapping[str, Any], asks: list[tuple[str, str]]) -> None:
    (found,) = settle([{**base, **facts}])
    assert sorted(found, key=str) == sorted(asks, key=str)


def test_reading_r7_leaves_no_short_interval_to_settle() -> None:
    fails = Terms(readings=Readings(R7="short_interval_fails"))
    assert settle([{**CONTINUED, "heights": SOON}], fails) == [[]]


def test_a_submission_that_is_silent_on_everything_can_still_be_settled() -> None:
    silent = [{**base, **dict.fromkeys(HIDDEN), "heights": []} for base in (IGFD, GHI, CONTINUED)]
    sets = [[str(ask) for _, ask in found] for found in settle(silent)]
    assert [len(asks) for asks in sets] == [9, 9, 5]
    enough = judge([supplied(row, asks) for row, asks in zip(silent, sets, strict=True)])
    assert [verdict["determination"] for verdict in enough] == ["criteria_met"] * 3


def incomplete(dice: random.Random) -> Case:
    """Give a case that meets everything, with some of it missing."""
    case = dict(dice.choice([IGFD, GHI, CONTINUED]))
    for field in HIDDEN:
        if dice.random() < 0.12:
            case[field] = None
    case["heights"] = dice.choice([case["heights"], [], TALL, OLD, SOON])
    return case


def test_the_engine_agrees_that_the_set_is_enough_and_as_small_as_can_be() -> None:
    """Judge what the plan would receive: with the whole set, and with every smaller set of anything that is lacking."""
    dice = random.Random(150)
    rows = [incomplete(dice) for _ in range(250)]
    sets = [[ask for _, ask in found] for found in settle(rows)]
    chosen = [(row, asks) for row, asks in zip(rows, sets, strict=True) if asks and None not in asks]
    assert len(chosen) > 100
    assert {len(asks) for _, asks in chosen} >= {1, 2, 3}
    enough = judge([supplied(row, asks) for row, asks in chosen])
    assert {verdict["determination"] for verdict in enough} == {"criteria_met"}
    too_few = [supplied(row, some) for row, asks in chosen for some in smaller(row, len(asks))]
    assert "criteria_met" not in {verdict["determination"] for verdict in judge(too_few)}


def smaller(row: Case, size: int) -> Iterable[tuple[str, ...]]:
    """Give every set of fewer than `size` things that the case lacks; larger than two only as parts of its own."""
    lacking = [
        ask
        for ask, more in SUPPLY.items()
        if ("heights" in more and row["heights"] in ([], OLD))
        or any(row.get(f) is None for f in more if f != "heights")
    ]
    for fewer in range(min(size, 3)):
        yield from combinations(lacking, fewer)
