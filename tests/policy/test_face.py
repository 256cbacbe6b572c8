"""What every policy package has to offer before a night can rest on it: a test, so that none finds out at its end."""

from typing import get_type_hints

import pytest

from pa_audit import policy
from pa_audit.findings import KINDS
from pa_audit.policy import Policy
from pa_audit.policy.face import Limits
from pa_audit.reports import words


@pytest.mark.parametrize("name", policy.known())
def test_a_policy_offers_every_name_of_the_face(name: str) -> None:
    rules = policy.load(name)
    functions = [name for name, of in vars(Policy).items() if callable(of) and not name.startswith("_")]
    assert not [name for name in (*get_type_hints(Policy), *functions) if not hasattr(rules, name)]
    assert name == rules.ID


OF_THE_LABEL = {
    "starting_dose_off_label": ("STARTING_DOSE_LOW", "STARTING_DOSE_HIGH"),
    "titration_step_off_label": ("TITRATION_STEP",),
}


@pytest.mark.parametrize("name", policy.known())
def test_a_policy_has_the_numbers_that_others_ask_for(name: str) -> None:
    rules = policy.load(name)
    unasked = {number for kind in rules.INAPPLICABLE_FINDINGS for number in OF_THE_LABEL.get(kind, ())}
    unasked |= {"VIAL_DAYS"} if rules.limits.VIAL_MG is None else set()
    assert not [number for number in set(get_type_hints(Limits)) - unasked if not hasattr(rules.limits, number)]


@pytest.mark.parametrize("name", policy.known())
def test_a_policy_has_words_for_its_own_tokens(name: str) -> None:
    rules, lists = policy.load(name), words.of(name).lists
    readings = rules.Readings.choices()
    assert set(lists["pathway"]) >= {"", *(section.pathway for section in rules.SECTIONS), *rules.MONTHS}
    assert set(lists["reading"]) >= set(readings)
    assert set(lists["choice"]) >= {choice for choices in readings.values() for choice in choices}
    assert {"units", "terms"} <= set(lists["prose"])


@pytest.mark.parametrize("name", policy.known())
def test_a_policy_leaves_out_findings_that_there_are_and_reads_each_phrase_once(name: str) -> None:
    rules = policy.load(name)
    assert set(rules.INAPPLICABLE_FINDINGS) <= set(KINDS)
    assert not set(rules.FACT_READINGS) & set(rules.DOSE_READINGS)
    assert {*rules.FACT_READINGS, *rules.DOSE_READINGS} <= set(rules.Readings.choices())
