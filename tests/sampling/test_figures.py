"""How estimates are printed: half away from zero, whatever a float's or a decimal's own format does."""

from decimal import Decimal

import pytest

from pa_audit.samples.figures import dollars, figure, percent, rate
from pa_audit.sampling import appraise_attribute, appraise_variable

from .conftest import Typed


@pytest.mark.parametrize(
    ("printed", "expected"),
    [
        (dollars(1.005), "$1.01"),
        (dollars(0.505), "$0.51"),
        (dollars(0.125), "$0.13"),
        (dollars(-0.125), "-$0.13"),
        (dollars(-0.001), "$0.00"),
        (dollars(Decimal("1234567.125")), "$1,234,567.13"),
        (dollars(123456789012.345), "$123,456,789,012.35"),
        (dollars(1e22), "$10,000,000,000,000,000,000,000.00"),
        (dollars(None), "—"),
        (percent(0.125), "0.13%"),
        (rate(89 / 800), "11.13%"),
        (rate(9 / 800), "1.13%"),
        (rate(1), "100.00%"),
        (figure(4.5, 0), "5"),
        (figure(1234.5, 0), "1,235"),
        (figure(-0.00001, 4), "0.0000"),
        (figure(float("nan"), 4), "not defined"),
    ],
)
def test_half_away_from_zero(printed: str, expected: str) -> None:
    assert printed == expected


@pytest.mark.parametrize(
    ("estimate", "places", "printed"),
    [
        (appraise_variable([Decimal("1.00")] + [Decimal(0)] * 199, 201).point_estimate, 2, "1.01"),
        (appraise_variable([Decimal("1.00")] * 199 + [Decimal("2.00")], 200).mean, 2, "1.01"),
        (appraise_attribute(3, 20, 30).point_estimate, 0, "5"),
    ],
)
def test_an_estimate_that_is_a_half(estimate: float, places: int, printed: str) -> None:
    assert figure(estimate, places) == printed


def test_a_mean_that_is_a_half(typed: Typed) -> None:
    _, out, _ = typed("sample", "size", "--universe", 100, "--mean", 1.005, "--deviation", 0.125)
    assert out.splitlines()[0] == "mean 1.01, standard deviation 0.13, universe 100"
