"""pa-audit sample size: how many units, before anything is drawn."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from pa_audit.commands.sample_draw import Texts
from pa_audit.errors import UsageError

if TYPE_CHECKING:
    from pa_audit.sampling import Spread


def size(
    *,
    universe: int,
    mean: float | None = None,
    deviation: float | None = None,
    error_rate: float | None = None,
    probe: str | None = None,
    database: Path | None = None,
    reviewer: Texts | None = None,
) -> None:
    """Print how many units a sample needs, for every precision and level, as RAT-STATS' table.

    Parameters
    ----------
    universe
        Units in the frame.
    mean
        A unit's mean dollars, as known before.
    deviation
        Their standard deviation.
    error_rate
        Expected share of units, 0 to 1, that are wrong by all that was paid, of which mean and deviation then are.
    probe
        A reviewed sample to take mean and deviation of the differences from, instead.
    database
        The publication with the probe.
    reviewer
        Whose word counts where several have read a unit of the probe; repeat it, the first first.
    """
    from pa_audit import show
    from pa_audit.samples.figures import figure
    from pa_audit.sampling import PRECISIONS, Spread, sample_size_variable

    if probe is not None and database is not None and (mean, deviation) == (None, None):
        spread = _probed(database, probe, reviewer or ())
    elif mean is not None and deviation is not None and (probe, database, reviewer) == (None, None, None):
        spread = Spread(mean, deviation)
    else:
        raise UsageError("sample size: expected either --mean and --deviation, or --probe and --database")
    if error_rate is not None:
        spread = Spread.of_errors(error_rate, spread.mean, spread.standard_deviation)
    levels = (80, 90, 95, 99)
    rows = [
        (f"{precision} %", *(sample_size_variable(spread, universe, precision, level) for level in levels))
        for precision in PRECISIONS
    ]
    known = f"mean {figure(spread.mean, 2)}, standard deviation {figure(spread.standard_deviation, 2)}"
    print(f"{known}, universe {universe:,}\n")
    print(*show.table(("precision", *(f"{level} %" for level in levels)), rows), sep="\n")


def _probed(database: Path, name: str, precedence: Sequence[str]) -> "Spread":
    """Take the spread of a probe's differences; its strata weigh as many units as they have, not as were drawn."""
    from pa_audit.samples import appraisal, kept
    from pa_audit.sampling import Spread, combined

    found = appraisal.appraise(database, kept.load(database, name), "point-estimate", "zero", precedence)
    if found.dollars is None:
        raise UsageError(f"--probe: sample {name} has no dollars")
    drawn = found.answers.decided.partition_by("stratum", as_dict=True)
    strata: dict[object, tuple[Spread, int]] = {
        part.stratum: (Spread.of_probe(drawn[part.stratum,]["counted"].to_list()), part.units)
        for part in found.sample.design.strata
    }
    (first, _), *others = strata.values()
    return combined(strata) if others else first
