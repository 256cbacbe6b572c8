"""Files that need no guess: in the contract's own layout, or in one that a mapping of the product reads."""

import re
from dataclasses import dataclass, replace

from pa_audit.ingest.drop import named
from pa_audit.inspection.quoted import toml
from pa_audit.mapping import Format, Mapping, Source, builtin, load
from pa_audit.mapping.columns import Columns, meant

MOST = 0.8
SAME = ("delimiter", "encoding", "line_ends", "skip_lines")


@dataclass(frozen=True)
class Known:
    """A mapping of the product and its sources that have a file's columns.

    `by_name` is false where they take files of other names, `by_form` where files that are written otherwise.
    """

    mapping: Mapping
    sources: tuple[Source, ...]
    by_name: bool
    by_form: bool

    @property
    def as_it_is(self) -> bool:
        """Tell whether the mapping reads the file."""
        return self.by_name and self.by_form


def own(file: str, columns: list[str], form: Format | None) -> str | None:
    """Name the extract that a file is in the contract's own layout and form; None for another."""
    extract = named(file)
    required = {column.name for column in extract.columns if column.required} if extract else set()
    return extract.name if extract and required <= set(columns) and _reads(Format(), form) else None


def known(file: str, columns: list[str], form: Format | None) -> Known | None:
    """Find a mapping of the product that reads a file, or would if that were named or written otherwise."""
    fitting = [(mapping, source) for mapping in map(load, builtin()) for source in mapping.sources]
    fitting = [(mapping, source) for mapping, source in fitting if _fits(source, columns)]
    takes = [(mapping, source) for mapping, source in fitting if source.takes(file)]
    for found in (takes, fitting):
        if found:
            mine = [source for mapping, source in found if mapping is found[0][0]]
            first = {source.extract_name: source for source in reversed(mine)}
            by_form = all(_reads(source.format, form) for source in first.values())
            return Known(found[0][0], tuple(first.values()), found is takes, by_form)
    return None


def _reads(expected: Format, form: Format | None) -> bool:
    """Tell whether a file of one form (Parquet has none) reads as one of another; quotes matter in some rows only."""
    if form is None:
        return True
    same = all(getattr(expected, key) == getattr(form, key) for key in SAME)
    return same and expected.trailing_delimiter >= form.trailing_delimiter


def _fits(source: Source, columns: list[str]) -> bool:
    """Tell whether a file has what a source needs, and most of what it takes; of a series the first counts."""
    asked = {name for name in source.names if not re.search(r"[2-9]$|\d\d$", name)}
    found = {name for name in source.names if meant(name, source.names, columns)}
    return not Columns(source, found).missing() and len(asked & found) >= MOST * len(asked)


def copied(mapping: Mapping, source: Source, files: str | None = None, form: Format | None = None) -> list[str]:
    """Copy a source from the text of its mapping, with the form of all sources; other `files` and `form` if given.

    The text has the sources of an extract in the order in which the mapping has them.
    """
    alike = [one for one in mapping.sources if one.extract_name == source.extract_name]
    chunks = re.split(r"(?m)^(?=\[\[)", mapping.text)
    mine = [chunk for chunk in chunks if chunk.startswith(f"[[{source.extract_name}]]")][alike.index(source)]
    lines = re.sub(r"(\n(#.*)?)*\Z", "", mine).split("\n")  # comments at its end are about what follows
    at = lines.index(f"[{source.extract_name}.columns]")
    named = next(line for line in lines if line.startswith("files")) if files is None else f"files = [{files}]"
    form = replace(form, dates=source.format.dates) if form else source.format
    others = [line for line in lines[1:at] if line.partition(" ")[0] not in ("files", *vars(form))]
    return [lines[0], named, *said(form), *others, *lines[at:]]


def said(form: Format) -> list[str]:
    """Write what of a form is not as usual."""
    return [f"{key} = {toml(value)}" for key, value in vars(form).items() if value != getattr(Format(), key)]
