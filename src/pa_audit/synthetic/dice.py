"""Random numbers that hang on (seed, name, id) alone.

Each draw mixes the id of its row with a key made of the seed and the name of the draw (splitmix64, integers
only). So a case looks the same however many cases are asked for, however they are chunked, on any machine and
any number of threads.
"""

import hashlib
from collections.abc import Sequence

import polars as pl


class Dice:
    """Named draws for rows with these ids (whole numbers); rows that share an id share the draw."""

    def __init__(self, seed: int, ids: pl.Series) -> None:
        self._seed = seed
        self._ids = _mix(ids.cast(pl.UInt64))

    def _bits(self, name: str) -> pl.Series:
        digest = hashlib.blake2b(f"{self._seed}/{name}".encode(), digest_size=8).digest()
        return _mix(self._ids ^ pl.Series([int.from_bytes(digest, "big")], dtype=pl.UInt64))

    def uniform(self, name: str) -> pl.Series:
        """Uniform in [0, 1)."""
        return (self._bits(name) // 2**11).cast(pl.Float64) * 2.0**-53

    def chance(self, name: str, share: float) -> pl.Series:
        """True for about `share` of the ids."""
        return self.uniform(name) < share

    def between(self, name: str, low: int, high: int) -> pl.Series:
        """Whole numbers from low to high, both included."""
        return (self._bits(name) // 2**11 % (high - low + 1)).cast(pl.Int64) + low

    def pick(self, name: str, weights: Sequence[float]) -> pl.Series:
        """Index of the chosen weight; the weights need not add up to 1."""
        edges = pl.Series(weights, dtype=pl.Float64).cum_sum()
        return edges.search_sorted(self.uniform(name) * sum(weights), side="right").cast(pl.Int64)

    def choose(self, name: str, options: Sequence[str | None], weights: Sequence[float] | None = None) -> pl.Series:
        """One of the options; None is a missing value."""
        index = self.pick(name, weights or [1.0] * len(options))
        return pl.Series(options, dtype=pl.String).gather(index)

    def bell(self, name: str) -> pl.Series:
        """Bell-shaped, mean 0, standard deviation 1, never beyond 3.5: the sum of four uniforms."""
        first, second, third, fourth = (self.uniform(f"{name}/{part}") for part in range(4))
        total: pl.Series = first + second + third + fourth
        return (total - 2.0) * 1.7320508075688772


def _mix(word: pl.Series) -> pl.Series:
    """splitmix64: wraps at 2^64 by design."""
    word = word + 0x9E3779B97F4A7C15
    word = (word ^ (word // 2**30)) * 0xBF58476D1CE4E5B9
    word = (word ^ (word // 2**27)) * 0x94D049BB133111EB
    return word ^ (word // 2**31)
