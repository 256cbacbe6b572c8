"""A mapping file into what it says, checked key by key: every complaint names the line and what was expected."""

import tomllib
from collections.abc import Callable
from dataclasses import fields
from functools import partial
from pathlib import Path
from typing import Any

from pa_audit import toml_values
from pa_audit.contract import Column, Extract
from pa_audit.errors import UsageError
from pa_audit.extracts import EXTRACTS
from pa_audit.mapping.checks import (
    any_text,
    codes,
    conditions,
    count,
    date_formats,
    first_and_last,
    one_of,
    sign,
    texts,
    unit,
    unit_from,
    yes_or_no,
)
from pa_audit.mapping.spec import DATED, LISTS, Form, Format, Mapping, Source
from pa_audit.toml_lines import Key
from pa_audit.toml_values import Wrong, each, known, listed, required, show, table, text

BUILTIN = Path(__file__).parent / "builtin"
ENCODINGS = ("utf-8", "utf-16", "utf-16-le", "utf-16-be", "latin-1", "windows-1252")
LINE_ENDS = ("lf", "cr")
FORMAT_KEYS = tuple(field.name for field in fields(Format))
SOURCE_KEYS = ("files", "lines", "keep", "leave_out", "columns", *FORMAT_KEYS)
FORM_KEYS = (
    "from", "constant", "join", "n", "when", "values", "otherwise", "default", "dates", "unit", "unit_from", "pad",
    "split",
)  # fmt: skip
TO_DO = "?"
"""The source column of a proposal's column that is still to be named."""


def builtin() -> dict[str, Path]:
    """List the mappings that come with the product, by name."""
    return {path.stem: path for path in sorted(BUILTIN.glob("*.toml"))}


def find(name_or_file: str, folder: Path) -> Path:
    """Say where a mapping is read from: a built-in one by its name, else a file, which need not be there."""
    return builtin().get(name_or_file) or folder / name_or_file


def load(name_or_file: str, folder: Path | None = None) -> Mapping:
    """Read a built-in mapping by its name, or a file; `folder` is where the file's path starts from.

    Raises UsageError with one line: file, line, key and what was expected.
    """
    path = find(name_or_file, folder or Path())
    if not path.is_file():
        raise UsageError(f"{path}: no such mapping: expected a file, or one of {listed(builtin())}")
    sources = toml_values.load(path, "the mapping", _answered)
    return Mapping(path.stem, sources, toml_values.read(path, "the mapping"), path.name)


def restored(document: dict[str, str]) -> Mapping:
    """Make a mapping of what Mapping.document kept of it."""
    return Mapping(sources=_sources(tomllib.loads(document["text"])), **document)


def _answered(raw: dict[str, Any]) -> tuple[Source, ...]:
    """Refuse a proposal with a column that is still to be named."""
    sources = _sources(raw)
    for name in (name for name in EXTRACTS if name in raw):
        for number, source in enumerate(raw[name]):
            for column, said in source["columns"].items():
                if said == TO_DO:
                    what = f"expected a source column or a constant in the place of {show(TO_DO)}"
                    raise Wrong((name, number, "columns", column), f"{what}; answer the TODO above it")
    return sources


def _sources(raw: dict[str, Any]) -> tuple[Source, ...]:
    known(raw, (), ("about", "format", *EXTRACTS))
    if "about" in raw:
        text(raw["about"], ("about",))
    style = _format(table(raw.get("format", {}), ("format",)), ("format",), Format())
    named = [name for name in EXTRACTS if name in raw]
    if not named:
        raise Wrong((), f"expected at least one source, such as [[members]]; extracts are {listed(EXTRACTS)}")
    return tuple(
        source for name in named for source in each(raw[name], (name,), partial(_source, EXTRACTS[name], style))
    )


def _source(extract: Extract, style: Format, value: object, key: Key) -> Source:
    raw = table(value, key)
    known(raw, key, SOURCE_KEYS)
    lines = count("lines a record has", 1, 99, raw.get("lines", 1), (*key, "lines"))
    columns = required(raw, key, "columns", partial(_columns, extract, lines))
    own = {name: raw[name] for name in FORMAT_KEYS if name in raw}
    return Source(
        extract_name=extract.name,
        files=required(raw, key, "files", texts),
        columns=columns,
        format=_format(own, key, style),
        lines=lines,
        keep=conditions(raw.get("keep", {}), (*key, "keep")),
        leave_out=conditions(raw.get("leave_out", {}), (*key, "leave_out")),
    )


def _format(raw: dict[str, Any], key: Key, style: Format) -> Format:
    known(raw, key, FORMAT_KEYS)
    checks: dict[str, Callable[[object, Key], Any]] = {
        "delimiter": sign,
        "quote": partial(one_of, ('"', "")),
        "encoding": partial(one_of, ENCODINGS),
        "line_ends": partial(one_of, LINE_ENDS),
        "decimal": partial(one_of, (".", ",")),
        "thousands": partial(one_of, ("", ",", ".", " ", "'")),
        "dates": date_formats,
        "trailing_delimiter": yes_or_no,
        "skip_lines": partial(count, "lines are above the header", 0, 99),
    }
    settings = vars(style) | {name: checks[name](value, (*key, name)) for name, value in raw.items()}
    if settings["decimal"] == settings["thousands"]:
        raise Wrong((*key, "thousands"), f"expected another sign than `decimal`, found {show(settings['thousands'])}")
    return Format(**settings)


def _columns(extract: Extract, lines: int, value: object, key: Key) -> dict[str, tuple[Form, ...]]:
    raw = table(value, key)
    known(raw, key, extract.names)
    absent = [column.name for column in extract.columns if column.required and column.name not in raw]
    if absent:
        raise Wrong(key, f"expected {listed(absent)}: {extract.name} requires {'it' if len(absent) == 1 else 'them'}")
    return {
        column.name: _forms(column, lines, raw[column.name], (*key, column.name))
        for column in extract.columns
        if column.name in raw
    }


def _forms(column: Column, lines: int, value: object, key: Key) -> tuple[Form, ...]:
    """Read `"a"`, `{ from = "a", ... }`, or a list of such, of which the first that gives a value counts."""
    if not isinstance(value, list):
        return (_form(column, lines, value, key),)
    if not value:
        raise Wrong(key, "expected at least one way to fill the column, found []")
    forms = tuple(_form(column, lines, item, key) for item in value)
    if any(form.constant is not None and not form.when for form in forms):
        raise Wrong(key, "expected a constant in a list to have `when`; for what is left over write `default`")
    return forms


def _form(column: Column, lines: int, value: object, key: Key) -> Form:
    if isinstance(value, str):
        value = {"from": value}
    raw = table(value, key)
    known(raw, key, FORM_KEYS)
    if ("from" in raw) == ("constant" in raw):
        raise Wrong(key, "expected either `from`, a source column, or `constant`")
    checks: dict[str, Callable[[object, Key], Any]] = {
        "from": texts, "constant": any_text, "join": any_text, "n": first_and_last, "when": conditions,
        "values": codes, "otherwise": text, "default": text, "dates": date_formats, "unit": partial(unit, column),
        "unit_from": partial(unit_from, column), "pad": partial(count, "digits there should be", 1, 40),
        "split": sign,
    }  # fmt: skip
    said = {name: check(raw[name], (*key, name)) for name, check in checks.items() if name in raw}
    _together(column, lines, said, key)
    return Form(columns=said.pop("from", ()), **said)


def _together(column: Column, lines: int, said: dict[str, Any], key: Key) -> None:
    """Refuse keys that make no sense together, or not for this column."""
    if "constant" in said and set(said) - {"constant", "when"}:
        raise Wrong(
            key,
            f"expected nothing but `when` beside a constant, found {listed(sorted(set(said) - {'constant', 'when'}))}",
        )
    if "dates" in said and column.kind not in DATED:
        raise Wrong((*key, "dates"), f"{column.name} is no date")
    if "split" in said and column.name not in LISTS:
        raise Wrong((*key, "split"), f"{column.name} holds one value; of several are {listed(LISTS)}")
    if "otherwise" in said and "values" not in said:
        raise Wrong(key, "expected `values` beside `otherwise`; for blank fields write `default`")
    if "unit" in said and "unit_from" in said:
        raise Wrong(key, "expected `unit` or `unit_from`, found both")
    if "{n}" in said.get("unit_from", ""):
        raise Wrong((*key, "unit_from"), "expected one column for all of `n`, found {n}")
    names = [*said.get("from", ()), *said.get("when", {}), said.get("constant", ""), said.get("unit_from", "")]
    if any("{n}" in name for name in said.get("from", ())) != ("n" in said):
        raise Wrong(key, 'expected `n = [first, last]` together with a source column such as "code_{n}"')
    if lines == 1 and any("{line}" in name for name in names):
        raise Wrong(key, "expected `lines` above, for {line} to count to")
