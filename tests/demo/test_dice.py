"""Random numbers hang on seed, name and id, and on nothing else."""

import polars as pl
import pytest

from pa_audit.synthetic.calendar import birthday, day, iso, plus_months
from pa_audit.synthetic.dice import Dice

IDS = pl.int_range(20_000, eager=True)


def test_the_same_numbers_on_every_machine() -> None:
    """Written down once: a change of any of them changes every drop ever made."""
    roll = Dice(150, pl.Series([0, 1, 2]))
    assert roll.between("age", 0, 999_999).to_list() == [161810, 140177, 587270]


def test_a_part_draws_what_the_whole_draws() -> None:
    assert Dice(1, IDS).uniform("x")[500:600].equals(Dice(1, IDS[500:600]).uniform("x"))


def test_seeds_and_names_draw_apart() -> None:
    base = Dice(1, IDS).uniform("x")
    for other in (Dice(2, IDS).uniform("x"), Dice(1, IDS).uniform("y"), Dice(1, IDS + 1).uniform("x")):
        assert abs(pl.DataFrame({"a": base, "b": other}).select(pl.corr("a", "b")).item()) < 0.03


def test_draws_have_their_distribution() -> None:
    roll = Dice(3, IDS)
    assert roll.chance("rare", 0.1).mean() == pytest.approx(0.1, abs=0.01)
    assert roll.bell("b").mean() == pytest.approx(0, abs=0.03)
    assert roll.bell("b").std() == pytest.approx(1, abs=0.03)
    assert set(roll.between("n", 3, 5)) == {3, 4, 5}
    assert set(roll.pick("p", [1, 0, 3])) == {0, 2}
    assert (roll.pick("p", [1, 0, 3]) == 2).mean() == pytest.approx(0.75, abs=0.02)
    assert set(roll.choose("c", ["a", None])) == {"a", None}


@pytest.mark.parametrize(
    ("start", "months", "end"),
    [("2021-08-31", 6, "2022-02-28"), ("2020-02-29", -12, "2019-02-28"), ("2022-01-15", 12, "2023-01-15")],
)
def test_months_are_clipped(start: str, months: int, end: str) -> None:
    assert iso(pl.select(plus_months(pl.lit(day(start)), months)).item()) == end


def test_a_leap_birthday_falls_on_the_first_of_march() -> None:
    assert iso(pl.select(birthday(pl.lit(day("2004-02-29")), 18)).item()) == "2022-03-01"
    assert iso(pl.select(birthday(pl.lit(day("2004-02-29")), 20)).item()) == "2024-02-29"
