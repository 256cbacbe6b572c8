"""The data dictionary: every published relation and column, from the SQL comments and the extract contract.

Every night writes it into the reports folder as a page. docs/data_dictionary.md is the same of this version:
`python -m pa_audit.data_dictionary FILE` prints it from a publication.
"""

import sys
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

from pa_audit import __version__, reports, store
from pa_audit.extracts import EXTRACTS

if TYPE_CHECKING:
    from pa_audit.run import Run


@dataclass(frozen=True)
class Entry:
    """One column; `expected` is what the extract contract asks of it, empty for what the audit makes itself."""

    column: str
    type: str
    expected: str
    meaning: str


@dataclass(frozen=True)
class Relation:
    """One relation of the schema audit: what a row of it is, and its columns."""

    name: str
    about: str
    columns: tuple[Entry, ...]

    @property
    def is_extract(self) -> bool:
        """Tell what a plan hands in from what the audit makes of it."""
        return self.name in EXTRACTS


def write(run: "Run", folder: Path) -> dict[str, int]:
    """Write data_dictionary.html into the folder, from run.master; gives nothing to count."""
    page = reports.render("data_dictionary.html.j2", relations=relations(run.master), product=__version__)
    reports.save(folder / "data_dictionary.html", page)
    return {}


def relations(database: Path) -> list[Relation]:
    """Read every relation of a publication: what the audit makes first, then the extracts, each by name."""
    with store.connect(database, read_only=True) as con:
        rows = con.execute(store.sql("dictionary/columns")).fetchall()
    found = [
        Relation(name, about, tuple(_entry(name, *column) for _, _, *column in columns))
        for (name, about), columns in groupby(rows, key=lambda row: (row[0], row[1]))
    ]
    return sorted(found, key=lambda relation: relation.is_extract)


def _entry(relation: str, name: str, kind: str, comment: str) -> Entry:
    if relation not in EXTRACTS:
        return Entry(name, kind, "", comment)
    column = next(column for column in EXTRACTS[relation].columns if column.name == name)
    role = "key" if column.key else "required" if column.required else ""
    rules = (rule.expects for rule in EXTRACTS[relation].row_rules if rule.column == name)
    return Entry(name, kind, "; ".join(part for part in (role, column.expects, *rules) if part), column.about)


def markdown(found: Iterable[Relation]) -> str:
    """Write the dictionary as Markdown."""
    parts = ["# Data dictionary", "Made by `make dictionary` from the comments that every publication carries."]
    for relation in found:
        names = ("column", "type", "expected", "meaning") if relation.is_extract else ("column", "type", "meaning")
        lines = [names, ["---"] * len(names), *([getattr(c, name) for name in names] for c in relation.columns)]
        table = "\n".join(f"| {' | '.join(line)} |" for line in lines)
        parts += [f"## audit.{relation.name}", relation.about, table]
    return "\n\n".join(parts) + "\n"


if __name__ == "__main__":
    print(markdown(relations(Path(sys.argv[1]))), end="")
