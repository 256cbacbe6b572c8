"""Small cells: rows are told apart only as far as every group that can be told apart holds eleven members.

Groups are split by one category after the other, the most important first. The parts with 1 to 10 members are pooled
under SUPPRESSED, and with them as many of the next larger parts as it takes that neither the pool nor what is known of
it tells a small part's size. A pool is told apart no further: what comes later may follow from what is suppressed (only
an approval has a length). What is released is one partition, so that every sum and difference of released counts
is a sum of whole groups: margins cannot give a small cell away, because they are made of the same groups.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping

SMALLEST = 11
SUPPRESSED = "*"

Combination = tuple[str, ...]
Members = set[str]


def coarsened(groups: Mapping[Combination, Members]) -> dict[Combination, Combination]:
    """Say how each combination of categories is shown: as it is, or with SUPPRESSED from some place on.

    `groups`: the members of each combination, which has one place a category.
    """
    return dict(_split(dict(groups), place=0))


def _split(groups: dict[Combination, Members], place: int) -> Iterable[tuple[Combination, Combination]]:
    if not groups or place == len(next(iter(groups))):
        yield from ((combination, combination) for combination in groups)
        return
    parts: dict[str, dict[Combination, Members]] = defaultdict(dict)
    for combination, members in groups.items():
        parts[combination[place]][combination] = members
    pooled = _pooled({value: set().union(*part.values()) for value, part in parts.items()})
    pool = [combination for value in pooled for combination in parts.pop(value)]
    for shown in parts.values():
        yield from _split(shown, place + 1)
    for combination in pool:
        yield combination, (*combination[:place], *(SUPPRESSED,) * (len(combination) - place))


def _pooled(parts: Mapping[str, Members]) -> list[str]:
    """Name the values to pool: the small ones, then the next larger ones until the pool tells nothing."""
    by_size = sorted(parts, key=lambda value: (len(parts[value]), value))
    small = sum(len(members) < SMALLEST for members in parts.values())
    for size in range(small, len(parts)):
        pooled = len(set().union(*(parts[value] for value in by_size[:size])))
        if not small or _tells_nothing(pooled, small, size - small, len(parts[by_size[size]])):
            return by_size[:size]
    return by_size if small else []


def _tells_nothing(members: int, small: int, large: int, next_larger: int) -> bool:
    """Tell whether the small parts of a pool may still be anything, for whoever knows how pools are made.

    The pool's large parts have eleven members or more each, and no more than the smallest part that is shown; its
    small parts have 1 to 10 each. Both must leave the small ones room from next to nothing up to 10.
    """
    most, least = members - large * SMALLEST, members - large * next_larger
    room_above = most >= SMALLEST if large else members >= SMALLEST
    return room_above and least <= (SMALLEST - 1) * (small - 1) + 1
