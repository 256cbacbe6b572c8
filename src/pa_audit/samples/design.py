"""From a frame and a design to the units drawn: the same two give the same units, for us and for the other side."""

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import polars as pl

from pa_audit.errors import UsageError
from pa_audit.samples import frames
from pa_audit.sampling import draw


@dataclass(frozen=True)
class Stratum:
    """A stratum's range of unit numbers, what is drawn from it, and with which seed."""

    stratum: str
    first_unit: int
    last_unit: int
    size: int
    spares: int
    seed: str
    amount: Decimal | None

    @property
    def units(self) -> int:
        """How many units it has: its universe."""
        return self.last_unit - self.first_unit + 1


def planned(
    units: pl.DataFrame, sizes: Mapping[str | None, int], spares: int, seeds: Sequence[str], generator: str
) -> tuple[Stratum, ...]:
    """Give every stratum of a frame its size and seed.

    `sizes` has one entry a stratum, or for a frame without strata one under None. Of a single seed for several strata
    the strata's own are drawn: with one seed they would all be drawn alike. Raises UsageError where they do not fit.
    """
    parts = list(frames.strata(units))
    names = [part["stratum"] for part in parts]
    if names == [frames.ALL] and set(sizes) == {None}:
        sizes = {frames.ALL: sizes[None]}
    if set(sizes) != set(names):
        raise UsageError(f"--size: expected one for each stratum: {' '.join(f'{name}=30' for name in names)}")
    if len(seeds) == 1 < len(names):
        seeds = [str(seed) for seed in draw(seeds[0], 1, 99_999, len(names), 0, generator).selection_order]
    if len(seeds) != len(names):
        raise UsageError(f"--seed: expected one, or one for each of {len(names)} strata, found {len(seeds)}")
    if len({draw(seed, 1, 10**9, 3, 0, generator) for seed in seeds}) != len(seeds):
        raise UsageError("--seed: two strata have seeds that start the same numbers: choose others")
    strata = tuple(
        Stratum(**part, size=sizes[part["stratum"]], spares=spares, seed=seed)
        for part, seed in zip(parts, seeds, strict=True)
    )
    if alone := next((one for one in strata if one.size == 1 < one.units), None):
        raise UsageError(
            f"--size: expected at least 2 of the {alone.units:,} units of stratum {alone.stratum}, found 1:"
            " it says nothing about their spread, and no appraisal would take it"
        )
    return strata


def random_seed(generator: str) -> str:
    """Give a seed that nobody chose, from the machine's source of randomness; it is printed and kept.

    RAT-STATS tells no more than 65,536 seeds apart, so its own has five digits.
    """
    digits = 5 if generator == "rat-stats" else 20
    return str(10 ** (digits - 1) + secrets.randbelow(9 * 10 ** (digits - 1)))


def selected(units: pl.DataFrame, strata: Sequence[Stratum], generator: str) -> pl.DataFrame:
    """Draw: add `role` (sample, spare or null) and `selected` (order in the stratum) to the units of a frame."""
    drawn: list[tuple[int, str, int]] = []
    for part in strata:
        found = draw(part.seed, part.first_unit, part.last_unit, part.size, part.spares, generator)
        roles = ["sample"] * part.size + ["spare"] * part.spares
        drawn += zip(found.selection_order, roles, range(1, len(roles) + 1), strict=True)
    schema: dict[str, Any] = {"unit": pl.Int64, "role": pl.String, "selected": pl.Int32}
    picks = pl.DataFrame(drawn, schema=schema, orient="row")
    return units.join(picks, on="unit", how="left", maintain_order="left")
