"""Files that need no guess: in the contract's own layout, or in one that a mapping of the product reads."""

import re
from dataclasses import dataclass

from pa_audit.ingest.drop import named
from pa_audit.mapping import Format, Mapping, Source, builtin, load
from pa_audit.mapping.columns import Columns, meant

MOST = 0.8


@dataclass(frozen=True)
class Known:
    """A mapping of the product and its sources that read a file; `by_name` is false where only its columns fit."""

    mapping: Mapping
    sources: tuple[Source, ...]
    by_name: bool


def own(file: str, columns: list[str]) -> str | None:
    """Name the extract that a file is in the contract's own layout; None for another layout."""
    extract = named(file)
    required = {column.name for column in extract.columns if column.required} if extract else set()
    return extract.name if extract and required <= set(columns) else None


def known(file: str, columns: list[str]) -> Known | None:
    """Find a mapping of the product that reads a file, or would if the file had another name."""
    fitting = [(mapping, source) for mapping in map(load, builtin()) for source in mapping.sources]
    fitting = [(mapping, source) for mapping, source in fitting if _fits(source, columns)]
    takes = [(mapping, source) for mapping, source in fitting if source.takes(file)]
    for found in (takes, fitting):
        if found:
            mine = [source for mapping, source in found if mapping is found[0][0]]
            first = {source.extract_name: source for source in reversed(mine)}
            return Known(found[0][0], tuple(first.values()), found is takes)
    return None


def _fits(source: Source, columns: list[str]) -> bool:
    """Tell whether a file has what a source needs, and most of what it takes; of a series the first counts."""
    asked = {name for name in source.names if not re.search(r"[2-9]$|\d\d$", name)}
    found = {name for name in source.names if meant(name, source.names, columns)}
    return not Columns(source, found).missing() and len(asked & found) >= MOST * len(asked)


def copied(mapping: Mapping, source: Source, files: str | None = None) -> list[str]:
    """Copy a source from the text of its mapping, with the form of files that is said for all; other `files` if given.

    The text has the sources of an extract in the order in which the mapping has them.
    """
    alike = [one for one in mapping.sources if one.extract_name == source.extract_name]
    chunks = re.split(r"(?m)^(?=\[\[)", mapping.text)
    mine = [chunk for chunk in chunks if chunk.startswith(f"[[{source.extract_name}]]")][alike.index(source)]
    lines = re.sub(r"(\n(#.*)?)*\Z", "", mine).split("\n")  # comments at its end are about what follows
    at = next(number for number, line in enumerate(lines) if line.startswith("files"))
    lines[at] = lines[at] if files is None else f"files = [{files}]"
    said = {line.partition(" ")[0] for line in lines[: lines.index(f"[{source.extract_name}.columns]")]}
    style = [f"{key} = {_toml(value)}" for key, value in vars(source.format).items() if value != getattr(Format(), key)]
    return [*lines[: at + 1], *(line for line in style if line.partition(" ")[0] not in said), *lines[at + 1 :]]


def _toml(value: str | int | tuple[str, ...]) -> str:
    if isinstance(value, int):
        return str(value).lower()
    if isinstance(value, str):
        return f"'{value}'" if '"' in value else f'"{value}"'
    return "[" + ", ".join(map(_toml, value)) + "]"
