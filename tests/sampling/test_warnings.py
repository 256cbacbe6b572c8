"""What a report of a sample warns of, at each number and one below it."""

from types import SimpleNamespace
from typing import Any

import polars as pl
import pytest

from pa_audit.samples.appraisal import warnings

DISCLOSURE = "A self-disclosure needs at least 100 units; this sample has {}."
FEW = "Fewer than 30 units: the limits may not hold as often as they say ({})."


def appraised(units: dict[str, int], differing: int, rule: str = "point-estimate") -> Any:
    """An appraisal of strata with so many decided units, of which the first of each differ."""
    rows = [
        {"unit": n, "stratum": stratum, "decision": "ERROR", "counted": int(n < differing)}
        for stratum, size in units.items()
        for n in range(size)
    ]
    return SimpleNamespace(
        sample=SimpleNamespace(design=SimpleNamespace(strata=[SimpleNamespace(stratum=name) for name in units])),
        answers=SimpleNamespace(decided=pl.DataFrame(rows), outside=()),
        rule=rule,
        limit=None,
    )


@pytest.mark.parametrize(
    ("units", "rule", "expected"),
    [
        (100, "point-estimate", []),
        (99, "point-estimate", [DISCLOSURE.format(99)]),
        (99, "lower-90", []),
        (30, "lower-90", []),
        (29, "lower-90", [FEW.format(29)]),
        (29, "point-estimate", [DISCLOSURE.format(29), FEW.format(29)]),
    ],
)
def test_a_sample_is_large_enough_or_not(units: int, rule: str, expected: list[str]) -> None:
    assert warnings(appraised({"all": units}, 6, rule)) == expected


@pytest.mark.parametrize(("differing", "few"), [(6, False), (5, True), (0, True)])
def test_a_few_differences_tell_little(differing: int, few: bool) -> None:
    said = f"The sample has fewer than 6 units with a difference ({differing})."
    assert warnings(appraised({"all": 100}, differing)) == [said] * few


@pytest.mark.parametrize(("units", "few"), [(20, False), (19, True)])
def test_a_stratum_is_large_enough_or_not(units: int, few: bool) -> None:
    said = f"Stratum b has fewer than 20 units ({units})."
    assert warnings(appraised({"a": 80, "b": units}, 6, "lower-90")) == [said] * few
