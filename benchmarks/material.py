"""What the benchmarks work on, made once and kept for all of them: synthetic drops, masters, a publication."""

import shutil
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from measure import PA_AUDIT, cost, python

HERE = Path(__file__).parent


@dataclass(frozen=True)
class Material:
    """One size of a synthetic plan, in a folder of its own; everything is made when first asked for."""

    folder: Path
    cases: int

    def __post_init__(self) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)

    def of(self, cases: int) -> "Material":
        """Give another size beside this one."""
        return Material(self.folder.with_name(f"{cases}"), cases)

    @cached_property
    def at(self) -> str:
        """Name the size."""
        return f"{self.cases:,} cases"

    @cached_property
    def csv(self) -> Path:
        """The drop as `pa-audit demo` writes it: CSV files, and one of Parquet."""
        cost(PA_AUDIT, "demo", "--cases", self.cases, "--out", self.folder / "csv", "--seed", 1)
        return self.folder / "csv"

    @cached_property
    def parquet(self) -> Path:
        """The same rows as Parquet files."""
        python(HERE / "load.py", "convert", self.csv, self.folder / "parquet")
        return self.folder / "parquet"

    @cached_property
    def more_claims(self) -> Path:
        """The drop with every paid pharmacy claim a second time, under another id, a day later."""
        drop = Path(shutil.copytree(self.csv, self.folder / "more_claims"))
        python(HERE / "load.py", "more", self.csv, drop / "pharmacy_claims_more.csv")
        return drop

    @cached_property
    def ingested(self) -> Path:
        """The master that the ingest of a first night leaves."""
        return self.night(self.csv, "ingested", "ingest") / "kept.duckdb"

    @cached_property
    def ingested_more(self) -> Path:
        """The same with nearly twice the claims."""
        return self.night(self.more_claims, "ingested_more", "ingest") / "kept.duckdb"

    @cached_property
    def published(self) -> Path:
        """The folder with the publication of a first night without reports, `plan.duckdb`."""
        return self.night(self.csv, "published")

    def night(self, drop: Path, name: str, *steps: str) -> Path:
        """Run steps of a first night into a new folder."""
        place = self.folder / name
        python(HERE / "steps.py", drop, place, *(steps or ("ingest", "evaluate", "publish")))
        return place

    @cached_property
    def given(self) -> Path:
        """What the peers start from."""
        python(HERE / "peers" / "given.py", self.published / "plan.duckdb", self.folder / "given")
        return self.folder / "given"
