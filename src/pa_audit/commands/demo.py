"""pa-audit demo: a synthetic drop of any size."""

import shlex
import sys
from pathlib import Path

from pa_audit.commands.folders import refuse_used
from pa_audit.errors import UsageError


def demo(*, cases: int, out: Path, seed: int = 150) -> None:
    """Write a realistic synthetic drop of any size, with the configuration that it needs.

    Parameters
    ----------
    cases
        How many requests.
    out
        A new or empty folder.
    seed
        The same seed gives the same drop.
    """
    if cases < 1:
        raise UsageError(f"--cases: expected a whole number of at least 1, found {cases}")
    refuse_used(out)
    from pa_audit import show, synthetic

    with show.working(f"writing {cases:,} cases to {out}"):
        synthetic.write(cases, out, seed)
    print(f"wrote {cases:,} synthetic cases to {out}; audit them with:")
    places = ["--extracts", out, "--config", out / "pa_audit.toml", "--as-of", synthetic.AS_OF]
    places += ["--database", f"{out}-audit.duckdb", "--reports", f"{out}-reports"]
    print(shlex.join(map(str, [sys.argv[0], "run", *places])))
