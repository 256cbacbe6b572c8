"""The growth of synthetic children is that of the CDC reference."""

import polars as pl
import pytest

from pa_audit.synthetic import growth


@pytest.mark.parametrize(
    ("months", "male", "centimetres", "expected"),
    [(60.5, True, 95.0, -299), (150.2, False, 130.0, -333), (240.0, False, 163.338251, 0), (24.0, True, 86.4522, 0)],
)
def test_scores_are_those_of_the_reference(months: float, male: bool, centimetres: float, expected: int) -> None:
    days, tenths = pl.lit(round(months * growth.MONTH)), pl.lit(round(centimetres * 10))
    assert pl.select(growth.score(days, pl.lit(male), tenths)).item() == pytest.approx(expected, abs=1)


def test_a_height_has_the_score_that_it_was_made_from() -> None:
    ages = pl.DataFrame({"days": range(731, 6600, 97)}).join(pl.DataFrame({"sds": [-5.0, -3.0, 0.0]}), how="cross")
    for male in (True, False):
        sex = pl.lit(male)
        tall = growth.height(pl.col("days"), sex, pl.col("sds"))
        back = ages.select((growth.score(pl.col("days"), sex, tall) / 100 - pl.col("sds")).abs())
        assert back.to_series().max() <= 0.02  # type: ignore[operator]  # a tenth of a cm, rounded


def test_weights_suit_heights() -> None:
    """A boy of 8 at -3 SD weighs near 19 kg; builds scale it."""
    days = pl.lit(8 * 365)
    usual, sturdy = pl.select(
        growth.weight(days, pl.lit(1110), pl.lit(1.0)).alias("a"),
        growth.weight(days, pl.lit(1110), pl.lit(1.2)).alias("b"),
    ).row(0)
    assert 180 <= usual <= 200
    assert sturdy == pytest.approx(usual * 1.2, abs=1)
