"""What a test changes of the usual child of story.py, and what the judge then raises."""

import csv
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

from . import judge_drop
from .contract import EXTRACTS
from .findings import KINDS, Finding
from .story import Story, usual

Act = Callable[[Story], Any]


def request(**facts: Any) -> Act:
    """Change the request."""
    return lambda story: story.tables["pa_requests"][0].update(facts)


def height(**facts: Any) -> Act:
    """Change the measurement of day 0."""
    return lambda story: story.tables["growth_measurements"][0].update(facts)


def born(day: date, sex: str = "M") -> Act:
    """Change the member."""
    return lambda story: story.tables["members"][0].update(birth_date=str(day), sex=sex)


def nothing_asked(story: Story) -> None:
    """The member has no request."""
    story.tables["pa_requests"].clear()


def case(received: str, **facts: Any) -> Act:
    """A further request."""
    return lambda story: story.case(date.fromisoformat(received), **facts)


def measured(offset: int, **facts: Any) -> Act:
    """A further measurement."""
    return lambda story: story.measured(offset, **facts)


def fill(offset: int, **facts: Any) -> Act:
    """A pharmacy claim."""
    return lambda story: story.fill(offset, **facts)


def injected(offset: int, **facts: Any) -> Act:
    """A J2170 line."""
    return lambda story: story.injected(offset, **facts)


def visit(offset: int, **facts: Any) -> Act:
    """A medical claim."""
    return lambda story: story.line(offset, **facts)


def told(*acts: Act) -> Story:
    """The usual child with changes."""
    story = usual("M")
    for act in acts:
        act(story)
    return story


def found(folder: Path, *stories: Story, readings: tuple[str, ...] = ()) -> dict[str, list[Finding]]:
    """Everything raised, by kind."""
    for extract, columns in EXTRACTS.items():
        with (folder / f"{extract}.csv").open("w", newline="", encoding="utf-8") as file:
            writer = csv.DictWriter(file, list(columns), restval="")
            writer.writeheader()
            writer.writerows(row for story in stories for row in story.tables[extract])
    verdicts = judge_drop([(folder, date(2025, 12, 31))], readings=dict.fromkeys(readings, True))
    assert not verdicts.quarantine
    raised: dict[str, list[Finding]] = {kind: [] for kind in KINDS}
    for finding in verdicts.findings.values():
        raised[finding.kind].append(finding)
    return raised


def only(raised: dict[str, list[Finding]], kind: str) -> Finding:
    """The one finding of a kind."""
    (finding,) = raised[kind]
    return finding
