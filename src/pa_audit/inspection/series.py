"""Files of one series, such as a month's each: what is blank in one of them is described by the others."""

import re
from collections.abc import Iterable
from dataclasses import replace

from pa_audit.inspection.profile import Profile


def varied(name: str) -> str:
    """Write a file's name as a pattern in which its figures vary: claims_2024_01.csv is claims_*.csv."""
    return re.sub(r"\d+(?:[-_.]?\d+)*", "*", plain(name))


def plain(name: str) -> str:
    """Write a file's name as a pattern that takes it alone."""
    return re.sub(r"[*?\[]", r"[\g<0>]", name)


def together(mine: list[Profile], others: list[list[Profile]]) -> list[Profile]:
    """Describe a file's columns, with the codes that occur in others of its series; blank ones as they are there."""
    alike = [columns for columns in others if [one.name for one in columns] == [one.name for one in mine]]
    return [_described(column, [columns[place] for columns in alike]) for place, column in enumerate(mine)]


def _described(mine: Profile, others: list[Profile]) -> Profile:
    filled = [one for one in (mine, *others) if one.filled]
    if not filled:
        return replace(mine, blanks=_all(one.blanks for one in (mine, *others)))
    return replace(
        filled[0],
        blanks=_all(one.blanks for one in (mine, *others)),
        no_ids=_all(one.no_ids for one in filled),
        codes=_all(one.codes for one in filled) if all(one.codes for one in filled) else (),
        repeated=_all(one.repeated for one in filled),
    )


def _all(words: Iterable[tuple[str, ...]]) -> tuple[str, ...]:
    return tuple(sorted({word for some in words for word in some}))
