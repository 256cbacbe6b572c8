"""What holds for every kind: none without a table, and an id that the same finding keeps on every night."""

from hashlib import sha256
from pathlib import Path
from string import Formatter

import pytest

from pa_audit.findings import FAMILIES, KINDS

from . import test_authorization, test_auxology, test_claims, test_contradiction, test_dose, test_outcome
from .bench import day, height, injected, lines, one_night, put, rows, rx, story

TESTED = (test_outcome, test_dose, test_authorization, test_claims, test_contradiction, test_auxology)
ROWS = [row for module in TESTED for table in module.TABLES for row in table]


@pytest.mark.parametrize("kind", KINDS)
def test_a_table_raises_every_kind_and_shows_what_does_not(kind: str) -> None:
    expected = [found for name, _, found in ROWS if name == kind]
    assert sum(found is None for found in expected) >= 1
    assert sum(found is not None for found in expected) >= 1


def test_every_kind_is_of_a_family_and_says_something() -> None:
    assert len(KINDS) == 34
    assert {kind.rule.__module__ for kind in KINDS.values()} == {family.__name__ for family in FAMILIES}
    for kind in KINDS.values():
        assert any(name for _, name, _, _ in Formatter().parse(kind.sentence)), kind.name


KEYS = [
    ("requested_over_dose", "m000-a"),
    ("claim_without_authorization", f"m000|{day(400)}"),
    ("sustained_over_dose", f"m000|{day(20)}"),
    ("duplicate_claim", f"m000|15054104005|{day(20)}|12.5"),
    ("wastage_modifier", "m000-c1|2"),
    ("orphan_reversal", "rx:m000-r6"),
    ("contradiction_age", "m000-h1"),
]


def test_the_id_is_of_kind_and_key(tmp_path: Path) -> None:
    told = story(
        dose_mg="9",
        heights=[height(age_months="9", weight_kg="20")],
        rx=[
            *(rx(n, "12.5") for n in (20, 20, 50, 80)),
            rx(400),
            rx(20, claim_status="REVERSED", reverses_claim_id="r9"),
        ],
        med=[injected(400, hcpcs_modifiers="JW", claim_line_number="2")],
    )
    put(tmp_path / "drop", lines([told]))
    found = rows(one_night(tmp_path / "drop", tmp_path), "from audit.findings")
    ids = {(row["kind"], row["finding_id"]) for row in found}
    assert {(kind, sha256(f"{kind}|{key}".encode()).hexdigest()[:32]) for kind, key in KEYS} <= ids
    assert len(ids) == len(found)
    assert all(len(row["facts_sha256"]) == 64 for row in found)


def test_the_same_finding_on_other_facts_shows(tmp_path: Path) -> None:
    for number, dose in enumerate(("9", "9.0", "8")):
        put(tmp_path / f"drop_{number}", lines([story(dose_mg=dose, state=f"N{'AYC'[number]}")]))
    shas, runs = [], []
    for number in range(3):
        database = one_night(tmp_path / f"drop_{number}", tmp_path)
        (found,) = rows(database, "from audit.findings where kind = 'requested_over_dose'")
        shas.append(found["facts_sha256"])
        runs.append((found["state"], found["first_seen_run"], found["last_seen_run"], found["resolved_run"]))
    assert shas[0] == shas[1] != shas[2]
    assert runs == [("open", 1, 1, None), ("open", 1, 2, None), ("open", 1, 3, None)]
