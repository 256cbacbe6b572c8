"""Section I.B, clause by clause. What it shares with I.A is asked at its edges again: the numbers are its own."""

from dataclasses import replace
from datetime import date
from typing import Any, Literal

import pytest

from pa_audit.exact import micro
from pa_audit.policy.cp_phar_150 import Readings, Terms

from .audit import GHI, case_facts, height, judge, statuses

D = date
ACROSS_TWO_LINES: Literal["fall_over_1_sd_across_two_lines"] = "fall_over_1_sd_across_two_lines"

# Received on 15 June 2022: the last year begins on 15 June 2021, the last two on 15 June 2020.
TABLE: list[tuple[str, dict[str, Any], str]] = [
    ("I.B.1", {}, "met"),
    ("I.B.2", {"prescriber_taxonomy": "208000000X", "consult_taxonomy": "2080P0205X"}, "met"),
    ("I.B.2", {"prescriber_taxonomy": "208000000X", "consult_taxonomy": "208000000X"}, "not_met"),
    ("I.B.2", {"prescriber_taxonomy": None}, "not_documented"),
    ("I.B.3", {"born": D(2020, 6, 16)}, "not_met"),
    ("I.B.3", {"born": D(2020, 6, 15)}, "met"),
    ("I.B.3", {"born": D(2004, 6, 16)}, "met"),
    ("I.B.3", {"born": D(2004, 6, 15)}, "not_met"),
    ("I.B.4", {"born": D(2012, 6, 15), "epiphysis_status": "CLOSED"}, "not_applicable"),
    ("I.B.4", {"born": D(2012, 6, 14), "epiphysis_status": "CLOSED"}, "not_met"),
    ("I.B.4", {"born": D(2012, 6, 14), "epiphysis_status": "OPEN"}, "met"),
    ("I.B.4", {"born": D(2012, 6, 14)}, "not_documented"),
    ("I.B.5", {"gh_gene_deletion": True}, "met"),
    ("I.B.5", {"gh_gene_deletion": False}, "not_met"),
    ("I.B.5", {"gh_gene_deletion": None}, "not_documented"),
    ("I.B.6", {"gh_neutralizing_antibodies": True}, "met"),
    ("I.B.6", {"gh_neutralizing_antibodies": False}, "not_met"),
    ("I.B.6", {"gh_neutralizing_antibodies": None}, "not_documented"),
    ("I.B.7.a", {"heights": [height(D(2022, 6, 1), sds="-2.000001")]}, "met"),
    ("I.B.7.a", {"heights": [height(D(2022, 6, 1), sds="-2")]}, "not_met"),
    ("I.B.7.a", {"heights": [height(D(2022, 6, 1), sds="-1.999999")]}, "not_met"),
    ("I.B.7.a", {"heights": [height(D(2022, 3, 16), sds="-3")]}, "not_documented"),
    ("I.B.7.a", {"heights": []}, "not_documented"),
    # a fall of more than 1 SD between heights six months apart
    ("I.B.7.b.i", {"heights": [height(D(2021, 12, 1), sds="-1"), height(D(2022, 6, 1), sds="-2.000001")]}, "met"),
    ("I.B.7.b.i", {"heights": [height(D(2021, 12, 1), sds="-1"), height(D(2022, 6, 1), sds="-2")]}, "not_met"),
    ("I.B.7.b.i", {"heights": [height(D(2021, 12, 1), sds="-2.5"), height(D(2022, 6, 1), sds="-1")]}, "not_met"),
    ("I.B.7.b.i", {"heights": [height(D(2021, 12, 2), sds="-1"), height(D(2022, 6, 1), sds="-3")]}, "not_documented"),
    ("I.B.7.b.i", {"heights": [height(D(2021, 6, 15), sds="-1"), height(D(2022, 6, 1), sds="-3")]}, "met"),
    ("I.B.7.b.i", {"heights": [height(D(2021, 6, 14), sds="-1"), height(D(2022, 6, 1), sds="-3")]}, "not_documented"),
    ("I.B.7.b.i", {"heights": [height(D(2021, 12, 1), sds=None), height(D(2022, 6, 1), sds="-3")]}, "not_documented"),
    ("I.B.7.b.i", {"heights": [height(D(2021, 12, 1), months=None), height(D(2022, 6, 1))]}, "not_documented"),
    ("I.B.7.b.i", {"heights": [height(D(2021, 12, 1), cm=None), height(D(2022, 6, 1))]}, "not_documented"),
    ("I.B.7.b.i", {"heights": [height(D(2022, 6, 1))]}, "not_documented"),
    ("I.B.7.b.i", {"heights": [height(D(2021, 8, 31), sds="-1"), height(D(2022, 2, 28), sds="-3")]}, "met"),  # clipped
    ("I.B.7.b.i", {"heights": [height(D(2021, 8, 31), sds="-1"), height(D(2022, 2, 27), sds="-3")]}, "not_documented"),
    # any pair will do, not just the first and the last
    ("I.B.7.b.i", {"heights": [height(D(2021, 7, 1), sds="-1"), height(D(2022, 1, 10), sds="-2.5"),
                               height(D(2022, 6, 1), sds="-1.5")]}, "met"),
    ("I.B.7.b.ii", {"growth_velocity_sds_1y": "-2.000001", "heights": [height(D(2021, 6, 1)), height(D(2022, 6, 1))]},
     "met"),
    ("I.B.7.b.ii", {"growth_velocity_sds_1y": "-2", "heights": [height(D(2021, 6, 1)), height(D(2022, 6, 1))]},
     "not_met"),
    ("I.B.7.b.ii", {"growth_velocity_sds_1y": None, "heights": [height(D(2021, 6, 1)), height(D(2022, 6, 1))]},
     "not_documented"),
    ("I.B.7.b.ii", {"growth_velocity_sds_1y": "-3", "heights": [height(D(2021, 6, 2)), height(D(2022, 6, 1))]},
     "not_documented"),  # a day short of a year apart
    ("I.B.7.b.ii", {"growth_velocity_sds_1y": "-1", "heights": [height(D(2021, 6, 2)), height(D(2022, 6, 1))]},
     "not_documented"),
    ("I.B.7.b.ii", {"growth_velocity_sds_1y": "-3", "heights": [height(D(2018, 6, 1)), height(D(2021, 6, 15))]}, "met"),
    ("I.B.7.b.ii", {"growth_velocity_sds_1y": "-3", "heights": [height(D(2018, 6, 1)), height(D(2021, 6, 14))]},
     "not_documented"),  # the later one before the window
    ("I.B.7.b.ii", {"growth_velocity_sds_1y": "-3", "heights": [
        height(D(2021, 6, 1), sds=None), height(D(2022, 6, 1), sds=None)]}, "met"),  # no SD of the heights needed
    ("I.B.7.b.ii", {"growth_velocity_sds_1y": "-3", "heights": [
        height(D(2021, 6, 1), months=None), height(D(2022, 6, 1))]}, "not_documented"),
    ("I.B.7.b.ii", {"growth_velocity_sds_1y": "-3", "heights": [
        height(D(2021, 6, 1), cm=None), height(D(2022, 6, 1))]}, "not_documented"),
    ("I.B.7.b.iii", {"growth_velocity_sds_2y": "-1.500001", "heights": [height(D(2020, 6, 1)), height(D(2022, 6, 1))]},
     "met"),
    ("I.B.7.b.iii", {"growth_velocity_sds_2y": "-1.5", "heights": [height(D(2020, 6, 1)), height(D(2022, 6, 1))]},
     "not_met"),
    ("I.B.7.b.iii", {"growth_velocity_sds_2y": None, "heights": [height(D(2020, 6, 1)), height(D(2022, 6, 1))]},
     "not_documented"),
    ("I.B.7.b.iii", {"growth_velocity_sds_2y": "-3", "heights": [height(D(2020, 6, 2)), height(D(2022, 6, 1))]},
     "not_documented"),
    ("I.B.7.b.iii", {"growth_velocity_sds_2y": "-3", "heights": [height(D(2018, 6, 1)), height(D(2020, 6, 15))]},
     "met"),
    ("I.B.7.b.iii", {"growth_velocity_sds_2y": "-3", "heights": [height(D(2018, 6, 1)), height(D(2020, 6, 14))]},
     "not_documented"),
    ("I.B.8", {"malignancy": False}, "met"),
    ("I.B.8", {"malignancy": True}, "not_met"),
    ("I.B.8", {"malignancy": None}, "not_documented"),
    ("I.B.9", {"concurrent_somatropin": False}, "met"),
    ("I.B.9", {"concurrent_somatropin": True}, "not_met"),
    ("I.B.9", {"concurrent_somatropin": None}, "not_documented"),
    ("I.B.10", {"dose_mg": "2.412", "weight_kg": "20.1"}, "met"),
    ("I.B.10", {"dose_mg": "2.412001", "weight_kg": "20.1"}, "not_met"),
    ("I.B.10", {"doses_per_day": 3}, "not_met"),
    ("I.B.10", {"dose_mg": None}, "not_documented"),
]  # fmt: skip

FALL = [height(D(2021, 12, 1), sds="-1"), height(D(2022, 6, 1), sds="-2.5")]  # i met, a met
NO_FALL = [height(D(2021, 12, 1), sds="-1"), height(D(2022, 6, 1), sds="-1")]  # i not met, a not met
YEARS = [height(D(2020, 6, 1), sds="-1"), height(D(2021, 6, 1), sds="-1"), height(D(2022, 6, 1), sds="-1")]
SLOW, FAST = {"growth_velocity_sds_1y": "-3"}, {"growth_velocity_sds_1y": "0", "growth_velocity_sds_2y": "0"}

# what the parents make of their parts: the whole case, I.B.7, I.B.7.b
PARENTS: list[tuple[dict[str, Any], str, str]] = [
    ({"heights": FALL}, "met", "met"),
    ({"heights": NO_FALL}, "not_documented", "not_documented"),  # ii and iii are open
    ({"heights": YEARS, **FAST}, "not_documented", "not_documented"),  # i is open
    ({"heights": [*YEARS, *NO_FALL], **FAST}, "not_met", "not_met"),
    ({"heights": YEARS, **SLOW}, "met", "met"),
    ({"heights": [height(D(2022, 6, 1), sds="-2.5")], **FAST}, "met", "not_documented"),
    ({"heights": []}, "not_documented", "not_documented"),
]


def test_every_clause_at_and_beside_its_threshold() -> None:
    found = statuses([{**GHI, **facts} for _, facts, _ in TABLE])
    wrong = [(*row, got[row[0]]) for row, got in zip(TABLE, found, strict=True) if got[row[0]] != row[2]]
    assert wrong == []


def test_parents_are_the_or_of_their_parts() -> None:
    found = statuses([{**GHI, **facts} for facts, _, _ in PARENTS])
    assert [(v["I.B.7"], v["I.B.7.b"]) for v in found] == [(top, b) for _, top, b in PARENTS]


def test_verdict_is_the_and_of_the_top_level_clauses() -> None:
    table = [
        ({}, "criteria_met"),
        ({"gh_gene_deletion": False}, "criteria_not_met"),
        ({"gh_gene_deletion": None}, "not_documented"),
        ({"heights": NO_FALL}, "not_documented"),
    ]
    assert [v["determination"] for v in judge([{**GHI, **facts} for facts, _ in table])] == [d for _, d in table]


TWO_LINES = [height(D(2021, 12, 1), sds="0.1"), height(D(2022, 6, 1), sds="-1")]  # across the 50th and 25th
ONE_LINE = [height(D(2021, 12, 1), sds="-1.5"), height(D(2022, 6, 1), sds="-3")]  # across the 5th only
AT_LINES = [
    height(D(2021, 12, 1), sds="0"),
    height(D(2022, 6, 1), sds="-1.1"),
]  # leaves the 50th, crosses the 25th
BOTH_WITHIN = {**SLOW, "heights": [height(D(2021, 6, 15)), height(D(2022, 6, 15))]}
EARLIER_BEFORE = {**SLOW, "heights": [height(D(2021, 6, 14)), height(D(2022, 6, 15))]}


def fall(earlier: str, later: str) -> dict[str, Any]:
    return {"heights": [height(D(2021, 12, 1), sds=earlier), height(D(2022, 6, 1), sds=later)]}


# Falls of more than 1 SD across exactly two lines, and the same a millionth off one of the two.
ACROSS = [
    (fall("1.281552", "0.1"), fall("1.281551", "0.1")),  # the 90th
    (fall("0.674490", "-0.5"), fall("0.674489", "-0.5")),  # the 75th
    (fall("1.1", "-0.000001"), fall("1.1", "0")),  # the 50th
    (fall("0.5", "-0.674490"), fall("0.5", "-0.674489")),  # the 25th
    (fall("-0.2", "-1.281552"), fall("-0.2", "-1.281551")),  # the 10th
    (fall("-0.7", "-1.700001"), fall("-0.7", "-1.7")),  # two lines, and not more than 1 SD
    (fall("1.7", "0.69"), fall("1.6", "0.68")),  # the 95th is a line
    (fall("-0.68", "-1.69"), fall("-1.3", "-2.5")),  # the 5th is a line
]


def test_reading_r5_counts_lines() -> None:
    terms = Terms(readings=Readings(R5=ACROSS_TWO_LINES))
    for across, beside in ACROSS:
        found = statuses([{**GHI, **across}, {**GHI, **beside}], terms)
        assert [v["I.B.7.b.i"] for v in found] == ["met", "not_met"], (across, beside)


def test_the_pair_that_decides_is_the_one_shown() -> None:
    """The largest fall; where two lines have to be crossed, the largest that crosses them, if any does."""
    below_all_lines = [height(D(2021, 6, 20), sds="-1.7"), height(D(2021, 12, 21), sds="-4.5")]
    across_two = [height(D(2021, 11, 1), sds="0.5"), height(D(2022, 5, 2), sds="-0.8")]
    cases = [{**GHI, "heights": heights} for heights in (below_all_lines + across_two, below_all_lines)]
    for choice, shown in {"fall_over_1_sd": ["-2.8", "-2.8"], ACROSS_TWO_LINES: ["-1.3", "-2.8"]}.items():
        terms = Terms(readings=replace(Readings(), R5=choice))
        assert case_facts(cases, terms)["sds_change"].to_list() == [micro(change) for change in shown], choice


READ: list[tuple[str, str, str, dict[str, Any], str, str]] = [
    ("R5", ACROSS_TWO_LINES, "I.B.7.b.i", {"heights": TWO_LINES}, "met", "met"),
    ("R5", ACROSS_TWO_LINES, "I.B.7.b.i", {"heights": ONE_LINE}, "met", "not_met"),
    ("R5", ACROSS_TWO_LINES, "I.B.7.b.i", {"heights": AT_LINES}, "met", "met"),
    (
        "R5",
        ACROSS_TWO_LINES,
        "I.B.7.b.i",
        {"heights": []},
        "not_documented",
        "not_documented",
    ),
    ("R6", "both_within", "I.B.7.b.ii", BOTH_WITHIN, "met", "met"),
    ("R6", "both_within", "I.B.7.b.ii", EARLIER_BEFORE, "met", "not_documented"),
]


@pytest.mark.parametrize(("reading", "choice", "clause", "facts", "default", "alternative"), READ)
def test_readings(
    reading: str, choice: str, clause: str, facts: dict[str, Any], default: str, alternative: str
) -> None:
    case = {**GHI, **facts}
    assert statuses([case])[0][clause] == default
    assert statuses([case], Terms(readings=Readings(**{reading: choice})))[0][clause] == alternative  # type: ignore[arg-type]
