"""Random samples that the other side can draw again: from a seed, a range and two sizes (sampling.md).

RAT-STATS' generator (2005 and later) is two old ones in a chain: Visual Basic's linear congruential generator, started
from the seed, gives the three starting values of Wichmann and Hill's AS 183. Only 65,536 of its streams differ.
The modern one is SHA-256 in counter mode: number k is the digest of "seed,k". Anybody can redo it by hand.
"""

import hashlib
import math
import struct
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import count

from pa_audit.sampling.errors import SampleError, require, require_whole

Seed = int | float | str
Stream = Callable[[Seed, int, int], Iterator[int]]
"""Numbers from low to high inclusive, with repetitions, without end."""

MODULI = (30269, 30307, 30323)
MULTIPLIERS = (171, 172, 170)


@dataclass(frozen=True)
class Draw:
    """A sample without replacement: `sample` and `spares` sorted, `selection_order` as they came, sample first."""

    sample: tuple[int, ...]
    spares: tuple[int, ...]
    selection_order: tuple[int, ...]


def draw(seed: Seed, low: int, high: int, size: int, spares: int = 0, generator: str = "rat-stats") -> Draw:
    """Draw `size` different numbers, then `spares` more, from `low` to `high` inclusive.

    The same arguments give the same draw on every machine; a number met before is passed over, as RAT-STATS does.
    Raises SampleError for a range or a size that cannot be.
    """
    require(generator in GENERATORS, f"one of {', '.join(GENERATORS)}", generator)
    require(str(seed).strip() != "", "a seed", repr(seed))
    require_whole(low, high, size, spares)
    require(size >= 0 and spares >= 0, "sizes of 0 or more", min(size, spares))
    require(low <= high, "a range from low to high", f"{low} to {high}")
    wanted = size + spares
    require(wanted <= high - low + 1, f"a range with {wanted} different numbers", f"{low} to {high}")
    kept: dict[int, None] = {}
    stream = GENERATORS[generator](seed, low, high)
    while len(kept) < wanted:
        kept[next(stream)] = None
    order = tuple(kept)
    return Draw(tuple(sorted(order[:size])), tuple(sorted(order[size:])), order)


def rat_stats(seed: Seed, low: int, high: int) -> Iterator[int]:
    """Number as RAT-STATS does, in IEEE doubles and in its order of operations.

    Raises SampleError where the seed is no number.
    """
    state = list(_starting_values(_number(seed)))
    while True:
        state = [a * s % m for a, s, m in zip(MULTIPLIERS, state, MODULI, strict=True)]
        x, y, z = (s / m for s, m in zip(state, MODULI, strict=True))
        yield low + int((x + y + z) % 1.0 * (high - low + 1))


def sha256(seed: Seed, low: int, high: int) -> Iterator[int]:
    """Number by the SHA-256 digests of "seed,1", "seed,2", ...: each a fraction of 2^256, scaled to the range."""
    for k in count(1):
        digest = hashlib.sha256(f"{seed},{k}".encode()).digest()
        yield low + (int.from_bytes(digest) * (high - low + 1) >> 256)


GENERATORS: dict[str, Stream] = {"rat-stats": rat_stats, "sha256": sha256}


def _number(seed: Seed) -> float:
    try:
        number = float(seed)
    except (TypeError, ValueError, OverflowError):
        number = math.nan
    if not math.isfinite(number):
        raise SampleError(f"expected a number as the seed of RAT-STATS, found {seed!r}")
    return number


def _starting_values(seed: float) -> Iterator[int]:
    """Give x, y and z: fractions s / 2^24 of the congruential generator, exact in whole numbers."""
    high_word = struct.unpack(">I", struct.pack(">d", seed)[:4])[0]
    state = ((high_word & 0xFFFF) ^ (high_word >> 16)) << 8 | 0x86
    for m in MODULI:
        while True:
            state = (1140671485 * state + 12820163) % 2**24
            value = m * state // 2**24 + 1
            if value < m:
                break
        yield value
