"""What holds for every sample: a census knows its total, names do not matter, certainty costs width, draws are fair."""

import math
import random
from collections import Counter
from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from functools import cache
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pa_audit import sampling
from pa_audit.sampling import SampleError, Spread

money = st.decimals(-(10**7), 10**7, places=2)
samples = st.lists(money, min_size=2, max_size=30)
strata = st.dictionaries(st.text(max_size=3), st.tuples(samples, st.integers(0, 500)), min_size=1, max_size=4)


def universes(parts: dict[str, tuple[list[Decimal], int]]) -> dict[object, tuple[list[Decimal], int]]:
    return {name: (values, len(values) + more) for name, (values, more) in parts.items()}


@given(st.lists(money, min_size=1, max_size=30))
def test_a_census_has_its_own_total_and_no_error(values: list[Decimal]) -> None:
    for found in (
        sampling.appraise_variable(values, len(values)),
        sampling.appraise_variable_stratified({"all": (values, len(values))}),
    ):
        assert found.point_estimate == float(sum(values))
        assert found.standard_error_total == found.standard_error_mean == 0
        assert {(limits.lower, limits.upper) for limits in found.limits.values()} == {(found.point_estimate,) * 2}


@given(st.integers(0, 40), st.integers(1, 40))
def test_a_census_counts_its_errors(errors: int, units: int) -> None:
    errors = min(errors, units)
    found = sampling.appraise_attribute(errors, units, units)
    assert found.standard_error == 0
    assert {(limits.lower, limits.upper) for limits in found.limits.values()} == {(errors, errors)}


@settings(max_examples=40)
@given(strata, st.randoms(use_true_random=False))
def test_relabelling_changes_nothing(parts: dict[str, tuple[list[Decimal], int]], shuffle: random.Random) -> None:
    before = sampling.appraise_variable_stratified(universes(parts))
    names = list(parts)
    shuffle.shuffle(names)
    renamed = {n: (shuffle.sample(parts[name][0], len(parts[name][0])), parts[name][1]) for n, name in enumerate(names)}
    after = sampling.appraise_variable_stratified(universes(renamed))  # type: ignore[arg-type]
    assert (after.point_estimate, after.limits) == (before.point_estimate, before.limits)
    assert [after.strata[n] for n in renamed] == [before.strata[name] for name in names]


@given(samples, st.integers(0, 10**5))
def test_limits_widen_with_the_level(values: list[Decimal], more: int) -> None:
    found = sampling.appraise_variable(values, len(values) + more)
    errors = sampling.appraise_attribute(sum(value < 0 for value in values), len(values), len(values) + more % 1000)
    for limits in (found.limits, errors.limits):
        assert list(limits) == [80, 90, 95]
        for (_, narrow), (_, wide) in pairwise(limits.items()):
            assert wide.lower <= narrow.lower <= narrow.upper <= wide.upper
            assert wide.upper - wide.lower >= narrow.upper - narrow.lower


@given(samples, st.integers(1, 10**5), st.integers(2, 1000))
def test_the_unit_of_money_does_not_matter(values: list[Decimal], more: int, cents: int) -> None:
    one = sampling.appraise_variable(values, len(values) + more)
    other = sampling.appraise_variable([value * cents for value in values], len(values) + more)
    assert other.point_estimate == pytest.approx(one.point_estimate * cents)
    assert other.standard_error_total == pytest.approx(one.standard_error_total * cents)
    assert (other.skewness, other.kurtosis) == pytest.approx((one.skewness, one.kurtosis))


@given(st.integers(1, 60), st.data())
def test_exact_limits_are_what_their_definition_says(universe: int, data: st.DataObject) -> None:
    """By counting every sample's chance, universe by universe."""
    sample = data.draw(st.integers(1, universe))
    errors = data.draw(st.integers(0, sample))
    limits = sampling.appraise_attribute(errors, sample, universe).limits[90]
    risk = Fraction(1 - 0.9) / (1 if errors in (0, sample) else 2)

    def chance(wrong: int, counts: range) -> Fraction:
        ways = sum(math.comb(wrong, x) * math.comb(universe - wrong, sample - x) for x in counts)
        return Fraction(ways, math.comb(universe, sample))

    possible = range(errors, universe - sample + errors + 1)
    assert limits.upper == max(k for k in possible if chance(k, range(errors + 1)) > risk)
    assert limits.lower == min(k for k in possible if chance(k, range(errors, sample + 1)) > risk)


def test_a_chance_of_just_the_risk_is_decided_as_in_binary() -> None:
    """1 - 0.8 is a little less than 0.2 and 1 - 0.95 a little more than 0.05: one unit of a universe of 100."""
    limits = sampling.appraise_attribute(0, 1, 100).limits
    assert {level: found.upper for level, found in limits.items()} == {80: 80, 90: 90, 95: 94}


seeds = st.integers(0, 10**9)


@pytest.mark.parametrize("generator", sampling.GENERATORS)
@given(seed=seeds, low=st.integers(-5, 10**6), span=st.integers(0, 60), data=st.data())
def test_a_draw_is_a_sample_without_replacement(
    generator: str, seed: int, low: int, span: int, data: st.DataObject
) -> None:
    size = data.draw(st.integers(0, span + 1))
    spares = data.draw(st.integers(0, span + 1 - size))
    drawn = sampling.draw(seed, low, low + span, size, spares, generator)
    assert (len(drawn.sample), len(drawn.spares)) == (size, spares)
    assert sorted(drawn.sample + drawn.spares) == sorted(set(drawn.selection_order))
    assert set(drawn.selection_order) <= set(range(low, low + span + 1))
    assert sorted(drawn.selection_order[:size]) == list(drawn.sample)
    more = sampling.draw(seed, low, low + span, size + spares, 0, generator)
    assert more.selection_order == drawn.selection_order  # spares come from the same stream


@pytest.mark.parametrize(
    ("generator", "order"),
    [
        ("rat-stats", (497, 9, 556, 236, 340, 346, 658, 884, 641, 337)),
        ("sha256", (574, 265, 846, 339, 254, 825, 701, 373, 494, 351)),
    ],
)
def test_the_same_draw_on_every_machine(generator: str, order: tuple[int, ...]) -> None:
    assert sampling.draw(12345, 1, 1000, 10, generator=generator).selection_order == order


@pytest.mark.parametrize("generator", sampling.GENERATORS)
def test_every_number_is_as_likely(generator: str) -> None:
    """20 cells, 400 draws of 5: chi-square of 19 degrees of freedom stays below its 99.99 % point."""
    counts = Counter(n for seed in range(400) for n in sampling.draw(seed * 7919, 1, 20, 5, 0, generator).sample)
    assert sum((counts[n] - 100) ** 2 / 100 for n in range(1, 21)) < 49.0


def test_seeds_that_rat_stats_cannot_tell_apart() -> None:
    assert sampling.draw(32, 1, 10**6, 20) == sampling.draw(8193, 1, 10**6, 20)
    assert sampling.draw(32, 1, 10**6, 20, 0, "sha256") != sampling.draw(8193, 1, 10**6, 20, 0, "sha256")


@given(st.lists(st.lists(st.integers(0, 50), min_size=3, max_size=3), min_size=3, max_size=3))
def test_kappa_does_not_care_who_reads_first(table: list[list[int]]) -> None:
    if not sum(map(sum, table)):
        return
    one, other = sampling.cohen_kappa(table), sampling.cohen_kappa(list(zip(*table, strict=True)))
    assert one.agreement == other.agreement
    if not math.isnan(one.kappa):
        assert (one.kappa, one.standard_error) == pytest.approx((other.kappa, other.standard_error))
        assert one.lower <= one.kappa <= one.upper


def test_kappa_of_full_agreement_and_of_one_answer_only() -> None:
    assert sampling.cohen_kappa([[7, 0], [0, 3]]).kappa == 1
    everybody = sampling.cohen_kappa([[10, 0], [0, 0]])
    assert everybody.agreement == 1 and math.isnan(everybody.kappa)


def test_an_expected_error_rate_makes_amounts_of_all_or_nothing() -> None:
    """A tenth of the units wrong by their whole 100: mean 10, and the spread of a tenth of hundreds among zeros."""
    assert Spread.of_errors(0.1, 100, 0) == Spread(10, 30)


def test_a_stratum_too_small_for_its_share_is_taken_whole() -> None:
    strata: dict[object, tuple[Spread, int]] = {"few": (Spread(10**5, 10**6), 20), "many": (Spread(100, 90), 10**4)}
    sizes = sampling.sample_size_variable_stratified(strata, 5, 95)
    assert sizes["few"] == 20
    assert 0 < sizes["many"] <= 10**4


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        (lambda: sampling.appraise_variable([], 10), "at least one unit"),
        (lambda: sampling.appraise_variable([1, 2, 3], 2), "at most 2 units"),
        (lambda: sampling.appraise_variable([1], 2), "at least 2 units"),
        (lambda: sampling.appraise_variable([1.0, math.nan], 9), "amounts that are numbers"),
        (lambda: sampling.appraise_variable([Decimal("Infinity"), 1], 9), "amounts that are numbers"),
        (lambda: sampling.appraise_variable_stratified({}), "at least one stratum"),
        (lambda: sampling.appraise_variable_stratified({"A": ([1, 2], 9), "B": ([], 9)}), "stratum B"),
        (lambda: sampling.appraise_attribute(0, 0, 10), "at least one unit"),
        (lambda: sampling.appraise_attribute(1, 11, 10), "at most 10 units"),
        (lambda: sampling.appraise_attribute(5, 4, 10), "0 to 4 errors"),
        (lambda: sampling.appraise_attribute(-1, 4, 10), "0 to 4 errors"),
        (lambda: sampling.appraise_attribute_stratified({"A": (0, 1, 10)}), "stratum A"),
        (lambda: sampling.draw(1, 1, 10, -1), "sizes of 0 or more"),
        (lambda: sampling.draw(1, 1, 10, 5, -2), "sizes of 0 or more"),
        (lambda: sampling.draw(1, 1, 10, 8, 3), "11 different numbers"),
        (lambda: sampling.draw(1, 10, 1, 0), "from low to high"),
        (lambda: sampling.draw("sesame", 1, 10, 1), "a number as the seed"),
        (lambda: sampling.draw(math.nan, 1, 10, 1), "a number as the seed"),
        (lambda: sampling.draw(None, 1, 10, 1), "a number as the seed"),  # type: ignore[arg-type]
        (lambda: sampling.draw(1, 1.5, 10, 2), "a whole number"),  # type: ignore[arg-type]
        (lambda: sampling.appraise_attribute(1.5, 5, 10), "a whole number"),  # type: ignore[arg-type]
        (lambda: sampling.appraise_variable([1, 2], 10.5), "a whole number"),  # type: ignore[arg-type]
        (lambda: sampling.cohen_kappa([[1.5, 2], [3, 4]]), "a whole number"),  # type: ignore[list-item]
        (lambda: sampling.draw(1, 1, 10, 1, 0, "dice"), "one of rat-stats, sha256"),
        (lambda: sampling.cohen_kappa([[1, 2]]), "a square table"),
        (lambda: sampling.cohen_kappa([[0, 0], [0, 0]]), "at least one unit"),
        (lambda: Spread.of_probe([1]), "at least 2 units"),
        (lambda: Spread.of_errors(0, 100, 10), "error rate"),
        (lambda: sampling.sample_size_variable(Spread(1, 1), 10, 5, 85), "a level of 80, 90, 95, 99"),
        (lambda: sampling.sample_size_variable(Spread(1, 1), 0, 5, 90), "a universe"),
        (lambda: sampling.sample_size_variable(Spread(1, 1), 10**400, 5, 90), "a universe"),
        (lambda: sampling.sample_size_variable(Spread(0, 1), 10, 5, 90), "average to 0"),
        (lambda: sampling.sample_size_variable(Spread(1e-320, 0), 10, 5, 90), "average to 0"),
        (lambda: Spread(math.nan, 1), "a mean within 1e\\+15, found nan"),
        (lambda: Spread(1e308, 1), "a mean within 1e\\+15"),
        (lambda: Spread(1, -1), "a standard deviation of 0 to 1e\\+15, found -1"),
        (lambda: Spread(1, math.inf), "a standard deviation of 0 to 1e\\+15, found inf"),
    ],
)
def test_bad_input_is_one_clear_error(wrong: Callable[[], object], words: str) -> None:
    with pytest.raises(SampleError, match=words) as caught:
        wrong()
    assert "\n" not in str(caught.value)


REPEATS = 1500


def covered(hits: Counter[int], level: int) -> float:
    """Give the share of hits less the level, in standard errors of the simulation."""
    wanted = level / 100
    return (hits[level] / REPEATS - wanted) / math.sqrt(wanted * (1 - wanted) / REPEATS)


def test_intervals_for_a_total_hold_it_as_often_as_they_say() -> None:
    dice = random.Random(150)
    amounts = [round(dice.gauss(500, 200)) for _ in range(600)]
    total, hits = sum(amounts), Counter[int]()
    for _ in range(REPEATS):
        found = sampling.appraise_variable(dice.sample(amounts, 40), len(amounts))
        hits.update(level for level, limits in found.limits.items() if limits.lower <= total <= limits.upper)
    for level in sampling.LEVELS:
        assert abs(covered(hits, level)) < 4, (level, hits)


def test_intervals_for_a_stratified_total_do_too() -> None:
    dice = random.Random(151)
    parts = [[round(dice.gauss(mean, mean / 3)) for _ in range(400)] for mean in (100, 900)]
    total, hits = sum(map(sum, parts)), Counter[int]()
    for _ in range(REPEATS):
        found = sampling.appraise_variable_stratified({n: (dice.sample(part, 50), 400) for n, part in enumerate(parts)})
        hits.update(level for level, limits in found.limits.items() if limits.lower <= total <= limits.upper)
    for level in sampling.LEVELS:
        assert abs(covered(hits, level)) < 4, (level, hits)


def test_exact_intervals_hold_the_number_of_errors_at_least_as_often_as_they_say() -> None:
    dice = random.Random(152)
    appraise = cache(sampling.appraise_attribute)
    wrong, units, hits = 90, 600, Counter[int]()
    for _ in range(REPEATS):
        errors = sum(unit < wrong for unit in dice.sample(range(units), 60))
        limits = appraise(errors, 60, units).limits
        hits.update(level for level in limits if limits[level].lower <= wrong <= limits[level].upper)
    for level in sampling.LEVELS:
        assert covered(hits, level) > -4, (level, hits)
