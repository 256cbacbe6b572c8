"""The data dictionary: every published relation and column, from the SQL comments and the extract contract.

Every night writes it into the reports folder as a page. docs/data_dictionary.md is the same of this version:
`python -m pa_audit.data_dictionary FILE` prints it from a publication.
"""

import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

from pa_audit import publication, reports, store, values_in_words
from pa_audit.extracts import EXTRACTS
from pa_audit.kleene import MET, NOT_APPLICABLE, NOT_DOCUMENTED, NOT_MET
from pa_audit.reports import formats, words
from pa_audit.review_extracts import DISPOSITIONS, ERROR_CATEGORIES

FEW = 6  # values that are named where they are expected


@dataclass(frozen=True)
class Entry:
    """One column; `expected` is what the extract contract asks of it, or what a column of the audit's own can hold."""

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

    def has(self, name: str) -> bool:
        """Tell whether any column has something to say under this heading."""
        return any(getattr(column, name) for column in self.columns)

    @property
    def heading(self) -> str:
        """Name what `expected` is: asked of an extract, held by what the audit makes."""
        return "expected" if self.is_extract else "values"

    @property
    def is_extract(self) -> bool:
        """Tell what a plan hands in from what the audit makes of it."""
        return self.name in EXTRACTS


def write(con: store.Connection, folder: Path, policy: str) -> None:
    """Write data_dictionary.html of the database that is open into the folder, in the words of its policy."""
    found = relations(con, words.of(policy).lists)
    in_words = values_in_words.tables(policy)
    page = reports.render(policy, "data_dictionary.html.j2", relations=found, in_words=in_words)
    reports.save(folder / "data_dictionary.html", page)


def relations(con: store.Connection, lists: words.Lists) -> list[Relation]:
    """Read every relation of a publication: what the audit makes first, then the extracts, each by name."""
    rows = con.execute(store.sql("dictionary/columns")).fetchall()
    found = [
        Relation(name, about, tuple(_entry(lists, name, *column) for _, _, *column in columns))
        for (name, about), columns in groupby(rows, key=lambda row: (row[0], row[1]))
    ]
    return sorted(found, key=lambda relation: relation.is_extract)


def _entry(lists: words.Lists, relation: str, name: str, kind: str, comment: str) -> Entry:
    if relation not in EXTRACTS:
        return Entry(name, kind, _one_of(values(relation, name, lists)), comment)
    column = next(column for column in EXTRACTS[relation].columns if column.name == name)
    role = "key" if column.key else "required" if column.required else ""
    rules = (rule.expects for rule in EXTRACTS[relation].row_rules if rule.column == name)
    return Entry(name, kind, "; ".join(part for part in (role, column.expects, *rules) if part), column.about)


def values(relation: str, column: str, lists: words.Lists) -> list[str]:
    """List what a column of the audit's own can hold besides null; nothing where that is no short list."""
    asked = (field for field in EXTRACTS["pa_requests"].columns if field.name == column)
    contract = next((field.expects.removeprefix("one of ") for field in asked if field.expects[:7] == "one of "), "")
    held = _held(lists)
    return list(held.get(f"{relation}.{column}", held.get(column, filter(None, contract.split(", ")))))


def _held(lists: words.Lists) -> dict[str, Iterable[str]]:
    """Say what columns of the audit itself can hold, by column or by relation.column."""
    outcomes, determinations = lists["outcome"], lists["determination"]
    return {
        **{f"outcome{when}": outcomes for when in ("", "_before", "_after")},
        **{f"determination{when}": determinations for when in ("", "_before", "_after")},
        "pathway": [name for name in lists["pathway"] if name],
        "kind": lists["kind"],
        "severity": lists["severity_tone"],
        "error_category": ERROR_CATEGORIES,
        "disposition": DISPOSITIONS,
        "extract": EXTRACTS,
        "criteria.status": (MET, NOT_MET, NOT_DOCUMENTED, NOT_APPLICABLE),
        "criteria.reason": ["value", *(lists["ask"] | lists["because"])],
        "clauses.role": ("criterion", "part", "length", "route"),
        "dispensings.status": formats.STATUS,
        "episodes.status": formats.STATUS,
        "readings.reading": lists["reading"],
        "reading_sensitivity.reading": lists["reading"],
        "what_would_settle.ask": lists["ask"],
    }


def _one_of(allowed: list[str]) -> str:
    if len(allowed) > FEW:
        return f"one of {len(allowed)}, see the end"
    return f"one of {', '.join(allowed)}" if allowed else ""


def markdown(found: Iterable[Relation], in_words: Iterable[values_in_words.Table]) -> str:
    """Write the dictionary as Markdown."""
    parts = ["# Data dictionary", "Made by `make dictionary` from the comments that every publication carries."]
    for relation in found:
        names = [name for name in ("column", "type", "expected", "meaning") if relation.has(name)]
        rows = [[getattr(column, name) for name in names] for column in relation.columns]
        heads = [relation.heading if name == "expected" else name for name in names]
        parts += [f"## audit.{relation.name}", relation.about, _table(heads, rows)]
    parts += ["## Values in words"]
    for table in in_words:
        parts += [f"### {table.about}", _table(table.heads, table.rows)]
    return "\n\n".join(parts) + "\n"


def _table(names: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    return "\n".join(f"| {' | '.join(line)} |" for line in (names, ["---"] * len(names), *rows))


if __name__ == "__main__":
    published = Path(sys.argv[1])
    of_policy = publication.policy(published)
    with publication.reading(published) as con:
        found = relations(con, words.of(of_policy).lists)
    print(markdown(found, values_in_words.tables(of_policy)), end="")
