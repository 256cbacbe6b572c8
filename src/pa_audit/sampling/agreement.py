"""Agreement of two readers beyond chance: Cohen's kappa (sampling.md)."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from pa_audit.sampling.errors import require, require_whole
from pa_audit.sampling.quantiles import NORMAL


@dataclass(frozen=True)
class Kappa:
    """Kappa with its standard error and 95 % limits; `agreement` is the plain share of equal answers.

    Where both readers gave one and the same answer throughout, chance alone agrees and kappa is nan: not defined.
    """

    kappa: float
    standard_error: float
    lower: float
    upper: float
    agreement: float


def cohen_kappa(table: Sequence[Sequence[int]]) -> Kappa:
    """Compute kappa of a square table of counts: rows one reader's answers, columns the other's.

    The standard error is that of Fleiss, Cohen and Everitt (1969). Raises SampleError for a table that is not square,
    has negative counts or counts nothing.
    """
    size = len(table)
    require(all(len(row) == size for row in table), "a square table", [len(row) for row in table])
    require_whole(*(count for row in table for count in row))
    require(all(count >= 0 for row in table for count in row), "counts of 0 or more", "a negative one")
    n = sum(map(sum, table))
    require(n >= 1, "at least one unit that both have read", n)
    agreement = sum(table[i][i] for i in range(size)) / n
    row = [sum(counts) / n for counts in table]
    column = [sum(counts) / n for counts in zip(*table, strict=True)]
    chance = sum(r * c for r, c in zip(row, column, strict=True))
    if max(row) == max(column) == 1 and agreement == 1:
        return Kappa(math.nan, math.nan, math.nan, math.nan, agreement)
    kappa = (agreement - chance) / (1 - chance)
    error = _standard_error(table, row, column, kappa, chance)
    half = NORMAL[95] * error
    return Kappa(kappa, error, kappa - half, kappa + half, agreement)


def _standard_error(
    table: Sequence[Sequence[int]], row: list[float], column: list[float], kappa: float, chance: float
) -> float:
    n, size = sum(map(sum, table)), len(table)
    agreed = sum(table[i][i] / n * (1 - (row[i] + column[i]) * (1 - kappa)) ** 2 for i in range(size))
    missed = (
        sum(table[i][j] / n * (column[i] + row[j]) ** 2 for i in range(size) for j in range(size) if i != j)
        * (1 - kappa) ** 2
    )
    constant = (kappa - chance * (1 - kappa)) ** 2
    return math.sqrt(max(0.0, agreed + missed - constant) / n) / (1 - chance)
