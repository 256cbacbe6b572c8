"""A file as it was found."""

from dataclasses import dataclass, field, replace
from pathlib import Path

from pa_audit.inspection.guess import Guess, likely
from pa_audit.inspection.known import Known
from pa_audit.inspection.numerals import Numerals
from pa_audit.inspection.profile import Profile
from pa_audit.inspection.sniff import Written
from pa_audit.mapping import Format

ENOUGH = 3  # columns


@dataclass
class Seen:
    """How a file is written, its columns, what reads it already, and how well each extract fits it.

    `measured` are the columns again, described by the rows alone that say they are heights or weights; `described`
    once more, by all files of their series.
    """

    path: Path
    written: Written | None = None
    columns: list[Profile] = field(default_factory=list)
    measured: list[Profile] = field(default_factory=list)
    described: list[Profile] = field(default_factory=list)
    numerals: Numerals = field(default_factory=Numerals)
    guesses: list[Guess] = field(default_factory=list)
    own: str | None = None
    known: Known | None = None
    trouble: str | None = None

    @property
    def form(self) -> Format:
        """Give how it is written, its numbers too; of a Parquet file these alone."""
        written = self.written.format if self.written else Format()
        return replace(written, decimal=self.numerals.decimal, thousands=self.numerals.thousands)

    @property
    def rows(self) -> int:
        """Count the rows that were looked at."""
        return max((column.rows for column in self.columns), default=0)

    @property
    def is_read(self) -> bool:
        """Tell whether it needs no mapping of the plan's own: its layout is the contract's, or one that is built in."""
        return self.own is not None or (self.known is not None and self.known.as_it_is)

    @property
    def likely(self) -> list[Guess]:
        """Give the extracts that it looks like."""
        return likely(self.guesses)

    @property
    def nearest(self) -> Guess | None:
        """Give the extract of which the most columns are there, where it looks like none: some of them at least."""
        return self.guesses[0] if self.guesses and self.rows and self.guesses[0].found >= ENOUGH else None
