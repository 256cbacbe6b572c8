"""What a mapping says, once it is checked: sources, each with the files, the rows and the columns it takes."""

import hashlib
import json
from dataclasses import asdict, dataclass, field
from fnmatch import fnmatchcase
from functools import cached_property
from typing import Any

from pa_audit.contract import Column, Extract
from pa_audit.extracts import EXTRACTS

Conditions = dict[str, tuple[str, ...]]
"""Source column to the values asked for, in any case: "" is a blank field, "*" any that is not blank."""

LATER = ("trailing_delimiter", "skip_lines", "split")
"""Keys that came later: unused, they are no part of a digest."""
DATED = ("date", "timestamp")
NUMBERS = ("decimal", "money", "integer")
TEXTS = ("text", "code", "ndc")
LISTS = ("diagnosis_codes", "hcpcs_modifiers")
"""Columns of several codes, which the contract separates by a semicolon."""


@dataclass(frozen=True)
class Format:
    """How the files of a source are written; of a Parquet file only `dates`, `decimal` and `thousands` matter.

    `skip_lines` counts the lines above the header: titles, blank ones, Excel's `sep=;`.
    """

    delimiter: str = ","
    quote: str = '"'
    encoding: str = "utf-8"
    line_ends: str = "lf"
    decimal: str = "."
    thousands: str = ""
    dates: tuple[str, ...] = ()
    trailing_delimiter: bool = False
    skip_lines: int = 0

    @property
    def numbers(self) -> str:
        """Say how numbers are written, where that is not as in the contract."""
        said = {"decimal": self.decimal if self.decimal != "." else "", "thousands": self.thousands}
        return "".join(f', {name} "{sign}"' for name, sign in said.items() if sign)


@dataclass(frozen=True)
class Form:
    """One way to fill a column of the contract; of several, the first that gives a value counts.

    The source columns are taken in turn, once for each number of `n`: their first value, or all of them joined.
    `when` asks of the row whether this way is open at all.
    """

    columns: tuple[str, ...] = ()
    constant: str | None = None
    join: str | None = None
    n: tuple[int, int] | None = None
    when: Conditions = field(default_factory=dict)
    values: dict[str, str] = field(default_factory=dict)
    otherwise: str | None = None
    default: str | None = None
    dates: tuple[str, ...] = ()
    unit: str | None = None
    unit_from: str | None = None
    pad: int | None = None
    split: str | None = None

    @property
    def in_unit(self) -> bool:
        """Tell whether values are converted from a unit."""
        return self.unit is not None or self.unit_from is not None

    @property
    def said_unit(self) -> str:
        """Say in which unit values are, or where that stands."""
        behind = self.unit_from in self.columns
        return self.unit or ("the unit behind it" if behind else f"the unit of {self.unit_from}")

    @property
    def names(self) -> list[str]:
        """Name the source columns, each number of `n` in its place."""
        return [numbered(name, "n", n) for n in self.numbers for name in self.columns]

    @property
    def asked(self) -> list[str]:
        """Name the source columns that hold values, and the one that says their unit."""
        return [*self.names, *([self.unit_from] if self.unit_from else [])]

    @property
    def numbers(self) -> list[int]:
        """List what {n} stands for; a single number where the form has none."""
        return list(range(self.n[0], self.n[1] + 1)) if self.n else [0]


@dataclass(frozen=True)
class Source:
    """Files that feed one extract. A record gives `lines` rows, those out that `keep` or `leave_out` say.

    A row stays when it meets every condition of `keep` and none of `leave_out`.
    """

    extract_name: str
    files: tuple[str, ...]
    columns: dict[str, tuple[Form, ...]]
    format: Format = Format()
    lines: int = 1
    keep: Conditions = field(default_factory=dict)
    leave_out: Conditions = field(default_factory=dict)

    @property
    def extract(self) -> Extract:
        """Give the contract's extract."""
        return EXTRACTS[self.extract_name]

    def origin(self, column: Column) -> str:
        """Say where a column of the contract is from, and how it is read: CLM_FROM_DT as YYYYMMDD, WEIGHT in lb."""
        forms = self.columns[column.name]
        names = [name for form in forms for name in form.columns] or ["a constant"]
        formats = dict.fromkeys(text for form in forms for text in form.dates or self.format.dates)
        dated = formats if column.kind in DATED else {}
        units = dict.fromkeys(form.said_unit for form in forms if form.in_unit)
        told = " or ".join(dict.fromkeys(names))
        told += f" as {' or '.join(dated)}" if dated else ""
        told += f" in {' or '.join(units)}" if units else ""
        return told + (self.format.numbers if column.kind in NUMBERS else "")

    @property
    def names(self) -> set[str]:
        """Name the source columns that are asked for anything, each number of {n} and {line} in its place."""
        names = [*self.keep, *self.leave_out]
        for form in (form for forms in self.columns.values() for form in forms):
            names += [*form.asked, *(numbered(name, "n", n) for name in form.when for n in form.numbers)]
        return {numbered(name, "line", line) for name in names for line in range(1, self.lines + 1)}

    @property
    def kinds(self) -> dict[str, str]:
        """Say of each source column that is asked for whether it fills a text of the contract; of others nothing."""
        texts = [column.name for column in self.extract.columns if column.kind in TEXTS and column.name in self.columns]
        ids = {name for column in texts for name in self.filling(column)}
        return {name: "text" if name in ids else "" for name in self.names}

    def filling(self, column: str) -> list[str]:
        """Name the source columns that fill a column of the contract, on each of a record's lines."""
        asked = [name for form in self.columns[column] for name in form.asked]
        return [numbered(name, "line", line) for line in range(1, self.lines + 1) for name in asked]

    def takes(self, name: str) -> bool:
        """Tell whether a file is one of the source's, by its name in any case."""
        return any(fnmatchcase(name.lower(), pattern.lower()) for pattern in self.files)


@dataclass(frozen=True)
class Mapping:
    """A mapping, the text it was read from, and the name of that file.

    Of two sources of one extract that take a file, the first one does.
    """

    name: str
    sources: tuple[Source, ...]
    text: str = field(repr=False)
    file: str = ""

    @property
    def document(self) -> dict[str, str]:
        """Write down what `load.restored` makes the mapping of again."""
        return {"name": self.name, "text": self.text, "file": self.file}

    @cached_property
    def digest(self) -> str:
        """Give the SHA-256 of what the mapping does: its name, comments and layout do not matter."""
        does = json.dumps([_does(source) for source in self.sources], sort_keys=True, separators=(",", ":"))
        return hashlib.sha256(does.encode()).hexdigest()

    @property
    def extracts(self) -> set[str]:
        """Name the extracts that the mapping covers."""
        return {source.extract_name for source in self.sources}

    def sources_of(self, name: str) -> list[Source]:
        """Give the sources that take a file: at most one an extract."""
        found: dict[str, Source] = {}
        for source in self.sources:
            if source.takes(name):
                found.setdefault(source.extract_name, source)
        return list(found.values())


def _does(source: Source) -> dict[str, Any]:
    """Write down what a source says; older digests hold."""
    return asdict(source, dict_factory=lambda said: {key: value for key, value in said if value or key not in LATER})


def numbered(name: str, what: str, number: int) -> str:
    """Put a number where a name says {n} or {line}."""
    return name.replace("{" + what + "}", str(number))
