"""Nobody derives a small cell: not from margins and differences, not even by knowing how cells are suppressed."""

from collections import Counter, defaultdict
from itertools import chain, combinations, product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pa_audit.share.small_cells import SUPPRESSED, Combination, coarsened

CATEGORIES = st.tuples(st.sampled_from("ab"), st.sampled_from("klm"), st.sampled_from("wxyz"))
PEOPLE = st.integers(0, 60).map(str)
CASES = st.lists(st.tuples(CATEGORIES, PEOPLE), max_size=250)


def grouped(cases: list[tuple[Combination, str]]) -> dict[Combination, set[str]]:
    groups: dict[Combination, set[str]] = defaultdict(set)
    for combination, person in cases:
        groups[combination].add(person)
    return groups


@given(CASES)
def test_every_released_group_holds_eleven_people(cases: list[tuple[Combination, str]]) -> None:
    groups = grouped(cases)
    released: dict[Combination, set[str]] = defaultdict(set)
    for was, label in coarsened(groups).items():
        assert all(now in (before, SUPPRESSED) for before, now in zip(was, label, strict=True))
        released[label] |= groups[was]
    if len({person for _, person in cases}) >= 11:
        assert min(map(len, released.values())) >= 11


@given(CASES)
def test_no_difference_of_margins_is_a_small_cell(cases: list[tuple[Combination, str]]) -> None:
    """Whatever an attacker adds up and subtracts: what is known exactly of the true cells is made of whole groups."""
    groups = grouped(cases)
    labels = coarsened(groups)
    if len({person for _, person in cases}) < 11:
        return
    counts = Counter(labels[combination] for combination, _ in cases)
    for margin in chain.from_iterable(combinations(range(3), size) for size in range(4)):
        sums = Counter[Combination]()
        for label, count in counts.items():
            sums[tuple(label[place] for place in margin)] += count
        assert min(sums.values()) >= 11
        for one, other in product(sums.values(), repeat=2):
            assert abs(one - other) == 0 or (one >= 11 and other >= 11)


@given(CASES)
def test_what_is_pooled_is_not_told_apart_any_further(cases: list[tuple[Combination, str]]) -> None:
    """A later category may follow from a suppressed one: only an approval has a length, and whose line tells which."""
    for label in coarsened(grouped(cases)).values():
        assert SUPPRESSED not in label or set(label[label.index(SUPPRESSED) :]) == {SUPPRESSED}


def parts(*sizes: int) -> dict[Combination, set[str]]:
    """Give categories a, b, c … with so many people each."""
    return {(name,): {f"{name}{n}" for n in range(size)} for name, size in zip("abcd", sizes, strict=False) if size}


def released(*sizes: int) -> tuple[tuple[str, int], ...]:
    """Give what is published of them."""
    groups = parts(*sizes)
    shown = Counter[str]()
    for was, (label,) in coarsened(groups).items():
        shown[label] += len(groups[was])
    return tuple(sorted(shown.items()))


@pytest.mark.parametrize(
    ("sizes", "shown"),
    [
        ((11, 12), [("a", 11), ("b", 12)]),
        ((0, 12), [("b", 12)]),
        ((10, 12, 40), [("*", 22), ("c", 40)]),
        ((1, 11, 40), [("*", 52)]),  # 1 + 11 would be 12: too little room for anything but 1
        ((1, 21, 40), [("*", 22), ("c", 40)]),
        ((5, 6, 40), [("*", 11), ("c", 40)]),
        ((10, 10, 40), [("*", 60)]),  # two small ones that make 20 can only be 10 and 10
        ((10, 10, 10, 40), [("*", 70)]),
        ((10, 10, 1, 40), [("*", 21), ("d", 40)]),
    ],
)
def test_what_is_suppressed_with_a_small_cell(sizes: tuple[int, ...], shown: list[tuple[str, int]]) -> None:
    assert list(released(*sizes)) == shown


def test_who_knows_the_rule_cannot_turn_it_round() -> None:
    """Release every table of three categories and up to 24 people each, and look for what fits a release.

    Whenever a small cell was suppressed, the tables that give the same release leave at least ten sizes for it.
    """
    fits: dict[tuple[tuple[str, int], ...], list[tuple[int, ...]]] = defaultdict(list)
    for sizes in product(range(25), repeat=3):
        if sum(sizes) >= 11:
            fits[released(*sizes)].append(sizes)
    for release, tables in fits.items():
        if dict(release).get("*", 0) > 44:  # larger tables than these would fit as well
            continue
        for place, name in enumerate("abc"):
            if name not in dict(release) and any(1 <= table[place] <= 10 for table in tables):
                assert len({table[place] for table in tables}) >= 10, (release, name)
