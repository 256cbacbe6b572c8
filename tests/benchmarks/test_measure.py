"""What the benchmarks say: goals met or missed, and what a process really took."""

import pytest

from measure import Figure, cost, in_turns, python, spread

GOALS = [
    ({"at_most": 2}, [1.9, 2.0, 2.1], "met"),
    ({"at_most": 2}, [1.9, 2.1, 2.2], "MISSED"),
    ({"at_least": 1000}, [999, 1000, 1001], "met"),
    ({"at_least": 1000}, [998, 999, 1001], "MISSED"),
    ({}, [1], ""),
]


@pytest.mark.parametrize(("goal", "rounds", "verdict"), GOALS)
def test_the_median_decides(goal: dict[str, float], rounds: list[float], verdict: str) -> None:
    assert Figure("figure", "at", rounds, **goal).row()[-1] == verdict


def test_a_spread_shows_its_range() -> None:
    assert spread([3.14159, 1234.5, 0.001234]) == "3.14 (0.00123 to 1,234)"


def test_a_process_is_charged_for_its_own_memory_and_that_of_its_children_alone() -> None:
    here = bytearray(200_000_000)  # what this process has is no part of theirs
    child = "import sys, subprocess, time; x = bytearray(50_000_000); subprocess.run([sys.executable, '-c', '{}'])"
    grandchild = "import time; y = bytearray(50_000_000); time.sleep(1)"
    assert 40 < python("-c", "import time; x = bytearray(50_000_000); time.sleep(1)").memory < 100
    assert 90 < python("-c", child.format(grandchild)).memory < 200
    assert len(here) == 200_000_000


def test_a_failed_process_ends_the_benchmark() -> None:
    with pytest.raises(SystemExit, match="failed: false"):
        cost("false")


def test_turns_alternate() -> None:
    order: list[str] = []
    found = in_turns({name: lambda name=name: order.append(name) or python("-c", "pass") for name in "ab"}, rounds=2)
    assert order == list("abab")
    assert [len(costs) for costs in found.values()] == [2, 2]
