"""What hangs on each reading, against the independent judge, who judges the whole drop once under every alternative.

Two boundary drops: one audited under the defaults, one under every alternative, so that each reading is switched both
ways. What changes, from what to what, must agree row for row.
"""

from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from pa_audit import config, night, store
from pa_audit.policy.cp_phar_150 import Readings
from tests.judge.claims import mecasermin
from tests.judge.dosing import dispensings, episodes
from tests.judge.extracts import take_drops
from tests.judge.generate import AS_OF, boundary_drop
from tests.judge.policy import judge_case
from tests.judge.terms import Terms, load

CHOICES = Readings.choices()
ALTERNATIVES = {name: choices[1] for name, choices in CHOICES.items()}
VERDICTS = ("determination", "outcome", "policy_version", "referral_policy", "requested_over_dose")

Change = tuple[str, str, tuple[Any, ...], str, str | None, str | None]  # reading, subject, key, changed, before, after


class Judged:
    """What the judge says of a drop under some terms, as text by (subject, key, what)."""

    def __init__(self, rows: dict[str, list[dict[str, Any]]], terms: Terms) -> None:
        self.said: dict[tuple[str, tuple[Any, ...], str], str | None] = {}
        members = {row["member_id"]: row for row in rows["members"]}
        for request in rows["pa_requests"]:
            verdict = judge_case(request, members[request["member_id"]], rows["growth_measurements"], terms)
            length = verdict["rows"].get(f"{verdict['pathway']}.duration")
            for name in VERDICTS:
                self._say("case", (request["pa_id"], request["member_id"]), name, verdict[name])
            self._say("case", (request["pa_id"], request["member_id"]), "authorization_length", length)
        paid = mecasermin(rows["pharmacy_claims"], rows["medical_claims"])
        doses = dispensings(paid, rows["growth_measurements"], rows["pa_requests"], terms)
        for subject, found in {"dispensing": doses, "episode": episodes(doses, terms)}.items():
            for key, dose in found.items():
                self._say(subject, key, "status", dose.status)

    def _say(self, subject: str, key: tuple[Any, ...], what: str, value: object) -> None:
        self.said[subject, key, what] = str(value).lower() if isinstance(value, bool) else value  # type: ignore[assignment]

    def changes(self, reading: str, other: "Judged") -> set[Change]:
        places = self.said.keys() | other.said.keys()
        return {
            (reading, *place, self.said.get(place), other.said.get(place))
            for place in places
            if self.said.get(place) != other.said.get(place)
        }


def judged_changes(drop: Path, in_force: frozenset[str]) -> set[Change]:
    """Judge the drop under the readings in force and under each with one of them switched."""
    rows = {extract: list(found.values()) for extract, found in take_drops([(drop, AS_OF)]).current.items()}
    terms = replace(load(drop / "pa_audit.toml"), alternatives=in_force)
    now = Judged(rows, terms)
    return {
        change
        for reading in CHOICES
        for change in now.changes(reading, Judged(rows, replace(terms, alternatives=in_force ^ {reading})))
    }


def published_changes(drop: Path, work: Path, readings: Readings) -> Counter[Change]:
    settings = config.load(drop / "pa_audit.toml")
    settings = replace(settings, terms=replace(settings.terms, readings=readings))
    night.run(drop, work / "pa.duckdb", work / "reports", AS_OF, settings)
    with store.connect(work / "pa.duckdb", read_only=True) as con:
        rows = con.execute("select * from audit.reading_sensitivity").fetchall()
    for reading, in_force, alternative, *_ in rows:
        assert in_force == getattr(readings, reading)
        assert {in_force, alternative} == set(CHOICES[reading])
    return Counter(
        (reading, subject, (pa_id, member) if subject == "case" else (member, day), changed, before, after)
        for reading, _, _, subject, pa_id, member, day, changed, before, after in rows
    )


@pytest.mark.parametrize(
    ("seed", "readings", "absent"),
    [
        pytest.param(9, Readings(), "R3", id="under the defaults"),
        pytest.param(
            3,
            Readings(**ALTERNATIVES),  # type: ignore[arg-type]
            "R5",
            id="under every alternative and dates of the plan's own",
            marks=pytest.mark.slow,
        ),
    ],
)
def test_what_would_change_is_what_the_judge_says_otherwise(
    seed: int, readings: Readings, absent: str, tmp_path: Path
) -> None:
    boundary_drop(tmp_path / "drop", 500, seed)
    in_force = frozenset(name for name, choices in CHOICES.items() if getattr(readings, name) == choices[1])
    expected = Counter(judged_changes(tmp_path / "drop", in_force))
    found = published_changes(tmp_path / "drop", tmp_path, readings)
    assert {reading for reading, *_ in expected} == set(CHOICES) - {absent}, "the other drop has one"
    assert found - expected == Counter()
    assert expected - found == Counter()
