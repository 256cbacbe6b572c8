"""TOML files that people write: read, and checked value by value, every complaint one line with file and line."""

import json
import re
import tomllib
from collections.abc import Callable, Collection
from pathlib import Path
from typing import Any, TypeVar

from pa_audit.errors import UsageError
from pa_audit.toml_lines import Key, line_of

T = TypeVar("T")


class Wrong(Exception):
    """A value is not what its key expects; `load` adds file and line."""

    def __init__(self, key: Key, expected: str) -> None:
        super().__init__(expected)
        self.key = key


def load(path: Path, what: str, build: Callable[[dict[str, Any]], T]) -> T:
    """Read a file and build what it says; `what` names it to people.

    Raises UsageError with one line: file, line, key and what was expected.
    """
    content = read(path, what)
    try:
        return build(tomllib.loads(content))
    except (ValueError, RecursionError) as error:  # tomllib's own, a number too long to be one, lists within lists
        raise UsageError(f"{path}{_toml_place(str(error), content)}") from None
    except Wrong as wrong:
        name = f"{_spell(wrong.key)}: " if wrong.key else ""
        raise UsageError(f"{path}:{line_of(content, wrong.key)}: {name}{wrong}") from None


def read(path: Path, what: str) -> str:
    """Read a text file; UsageError says why it cannot be."""
    try:
        return path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise UsageError(f"{path}: cannot read {what}: {error.strerror}") from None
    except UnicodeDecodeError:
        raise UsageError(f"{path}: cannot read {what}: expected UTF-8 text") from None


def _toml_place(message: str, text: str) -> str:
    """Turn tomllib's "what (at line 7, column 3)" or "(at end of document)" into ":7: what"."""
    what, _, place = message.partition(" (at ")
    found = re.match(r"line (\d+)", place)
    line = int(found[1]) if found else max(1, len(text.splitlines()))
    return f":{line}: not TOML: {what[:1].lower()}{what[1:]}"


def text(value: object, key: Key) -> str:
    """Take a text that is not blank and has no NUL, at which a name would end for the system."""
    if not isinstance(value, str) or not value.strip() or "\0" in value:
        raise Wrong(key, f"expected text in quotes, found {show(value)}")
    return value


def table(value: object, key: Key) -> dict[str, Any]:
    """Take a table."""
    if not isinstance(value, dict):
        header = f"[{key[0]}]" if len(key) == 1 else f"[[{key[0]}]]"
        raise Wrong(key, f"expected a table {header}, found {show(value)}")
    return value


def each(value: object, key: Key, build: Callable[[object, Key], T]) -> list[T]:
    """Take a list of tables, and build from each."""
    if not isinstance(value, list):
        raise Wrong(key, f"expected tables under [[{key[0]}]], one each, found {show(value)}")
    return [build(item, (*key, number)) for number, item in enumerate(value)]


def required(table: dict[str, Any], key: Key, name: str, build: Callable[[object, Key], T]) -> T:
    """Build from a key that the table must have."""
    if name not in table:
        raise Wrong(key, f"expected a key `{name}`")
    return build(table[name], (*key, name))


def known(table: dict[str, Any], key: Key, names: Collection[str]) -> None:
    """Refuse a key that nobody asks for."""
    for name in table:
        if name not in names:
            raise Wrong((*key, name), f"unknown key, expected {listed(names)}")


def listed(names: Collection[str]) -> str:
    """Put names in a row."""
    return ", ".join(names)


def show(value: object) -> str:
    """Show a refused value as TOML would spell it, shortened to stay on one line."""
    kinds = {dict: "a table", list: "a list", bool: str(value).lower()}
    shown = kinds.get(type(value)) or (json.dumps(value) if isinstance(value, str) else str(value))
    return shown if len(shown) <= 60 else f"{shown[:57]}..."


def _spell(key: Key) -> str:
    """Spell a key as people read it: state_exceptions.2.from, entries counted from 1."""
    return ".".join(str(part + 1) if isinstance(part, int) else part for part in key)
