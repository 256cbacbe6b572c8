"""What does a night cost that touches few? CPU of a small later night over that of the full first one; goal 0.25.

The history is one synthetic drop. Two later nights bring new claims: of 1 % of the members, and 1 % of the claims at
random, which touch many more members. CPU is that of whole processes, user and system; each later night starts from a
copy of the same first publication, so that rounds are alike.

    python benchmarks/incremental.py [CASES]
"""

import resource
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from statistics import median

import duckdb

CASES = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
ROUNDS = 1
PA_AUDIT = Path(sys.executable).with_name("pa-audit")
NIGHTS = {"1 % of the members": "member_id", "1 % of the claims": "claim_id"}
NEW_CLAIMS = """
copy (
    select * replace (claim_id || '-more' as claim_id, null as reverses_claim_id)
    from read_csv('{drop}/pharmacy_claims*.csv', all_varchar = true, union_by_name = true, ignore_errors = true)
    where claim_status = 'PAID' and md5_number_lower({chosen_by}) % 100 = 0
) to '{target}' (header)
"""


def main() -> None:
    """Measure and print medians and ratios."""
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        cpu("demo", "--cases", CASES, "--out", work / "drop", "--seed", 1)
        first = [run(work, "drop", work / f"first_{number}") for number in range(ROUNDS)]
        print(f"{CASES:,} cases, {ROUNDS} rounds, medians (range) of CPU")
        print(f"full first night       {spread(first)}")
        for what, chosen_by in NIGHTS.items():
            drop = work / chosen_by
            drop.mkdir()
            target = drop / "pharmacy_claims.csv"
            duckdb.sql(NEW_CLAIMS.format(drop=work / "drop", target=target, chosen_by=chosen_by))
            later = [again(work, chosen_by) for _ in range(ROUNDS)]
            print(f"{what:<22} {spread(later)}, ratio {median(later) / median(first):.2f}")


def again(work: Path, drop: str) -> float:
    """Run a later night on a copy of the first one's history."""
    shutil.copytree(work / "first_0", work / "later", symlinks=True)
    try:
        return run(work, drop, work / "later")
    finally:
        shutil.rmtree(work / "later")


def run(work: Path, drop: str, place: Path) -> float:
    """Run one night; give its CPU seconds."""
    options = ("--config", work / "drop" / "pa_audit.toml", "--as-of", "2023-06-30")
    places = ("--database", place / "pa_audit.duckdb", "--reports", place / "reports")
    return cpu("run", "--extracts", work / drop, *places, *options)


def cpu(*arguments: object) -> float:
    """Run a command of pa-audit to its end; give its CPU seconds, user and system."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run([str(PA_AUDIT), *map(str, arguments)], check=True, stdout=subprocess.DEVNULL)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def spread(seconds: list[float]) -> str:
    """Write the median of some seconds with their range."""
    return f"{median(seconds):.2f} s ({min(seconds):.2f} to {max(seconds):.2f})"


if __name__ == "__main__":
    main()
