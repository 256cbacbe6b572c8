"""Whether a sample stands: its frame is the one that was hashed, and its seeds draw the units that were kept."""

import hashlib
from pathlib import Path

from pa_audit.errors import UsageError
from pa_audit.samples import frames
from pa_audit.samples.design import selected
from pa_audit.samples.kept import Sample


def check(sample: Sample) -> list[tuple[str, bool]]:
    """Ask what must hold of a kept sample: (what, whether it does)."""
    design, units = sample.design, sample.units
    frame = hashlib.sha256(frames.as_csv(units).encode()).hexdigest()
    again = selected(units.drop("role", "selected"), design.strata, design.generator)
    columns = ["unit", "role", "selected"]
    ranges = [(part.stratum, part.first_unit, part.last_unit) for part in design.strata]
    return [
        (f"the frame has {design.units} units, numbered 1 to {design.units}", _numbered(sample)),
        (f"the frame's SHA-256 is {design.frame_sha256}", frame == design.frame_sha256),
        ("its strata are the ranges of the design", ranges == _ranges(sample)),
        ("the seeds draw the same units in the same order", again.select(columns).equals(units.select(columns))),
    ]


def moved(database: Path, sample: Sample) -> str:
    """Say what the frame's query gives today: a later run may see other units, and the sample stands all the same."""
    design = sample.design
    source = frames.Source(design.frame_sql, design.unit_column, design.amount_column, design.stratum_column)
    try:
        today = frames.take(database, source)
    except UsageError as error:
        return f"today's publication has no such frame any more ({error})"
    if today.sha256 == design.frame_sha256:
        return "today's publication gives the same frame"
    keys = ["stratum", "unit_id", "amount", "pa_id", "facts"]
    same = today.units.join(sample.units, on=keys, how="semi", nulls_equal=True).height
    return (
        f"today's publication gives {today.units.height} units, {same} of them unchanged: the sample is of its own day"
    )


def _numbered(sample: Sample) -> bool:
    return sample.units["unit"].to_list() == list(range(1, sample.design.units + 1))


def _ranges(sample: Sample) -> list[tuple[str, int, int]]:
    return [(part["stratum"], part["first_unit"], part["last_unit"]) for part in frames.strata(sample.units)]
