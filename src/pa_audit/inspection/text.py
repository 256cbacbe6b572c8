"""A mapping for files that need one: TOML, with how sure it is and what it leaves open as comments."""

import textwrap
from collections.abc import Iterator
from fnmatch import fnmatchcase
from pathlib import Path

from pa_audit.extracts import EXTRACTS
from pa_audit.ingest.parse import EXPECTED
from pa_audit.inspection import names
from pa_audit.inspection.guess import MEASURED, Guess
from pa_audit.inspection.holds import words
from pa_audit.inspection.known import copied, said
from pa_audit.inspection.objections import objection
from pa_audit.inspection.profile import Profile
from pa_audit.inspection.quoted import commented, quoted
from pa_audit.inspection.seen import Seen
from pa_audit.inspection.series import plain, varied
from pa_audit.inspection.sniff import FEW_LINES
from pa_audit.inspection.ways import Way, values
from pa_audit.mapping.load import TO_DO, restored

LONG = 60
"""Signs of a column's name that are shown where nothing is read from it."""
SURE = {0.85: "sure", 0.6: "likely", 0.0: "a guess"}
UNMEASURED = (
    "which column is it? Of heights and weights one below the other: which rows (`when`)? Delete what is not there"
)
HEAD = """
# How sure each line is stands behind it. OPEN lines ask a question that the data cannot answer; TODO lines name a
# required column that was not found: put the source column, or a constant, where "?" stands."""


def proposal(path: Path, files: list[Seen]) -> str:
    """Write the mapping, one for all files of a folder; nothing where the product reads them as they are.

    Files alike in name and layout share a source. What a built-in mapping reads is copied from it: a run takes one.
    """
    files = [one for one in files if not one.trouble]
    if not files or not _needed(files):
        return ""
    sources: dict[str, list[str]] = {}
    others = [part for one in files if not one.own for part in _parts(one, files)]
    named = {place for place, _ in others}  # a run reads our own files of other extracts as ever
    ours = [part for one in files if one.own if (part := _own(one, files))[0] in named]
    parts = sorted([*ours, *others], key=lambda part: part[0])
    for _, lines in parts:
        sources.setdefault("\n".join(line for line in lines if not line.startswith("# ")), lines)
    text = "\n\n".join("\n".join(lines) for lines in sources.values())
    return f"about = {quoted(f'proposed by pa-audit inspect for {path.name}')}\n{HEAD}\n\n{text}\n"


def _needed(files: list[Seen]) -> bool:
    """Tell whether the files need a mapping of their own."""
    readers = {one.known.mapping.name: one.known.mapping for one in files if one.known and one.known.as_it_is}
    covered = {extract for mapping in readers.values() for extract in mapping.extracts}
    if len(readers) > 1 or any(one.own in covered for one in files):
        return True
    others = [one for one in files if not one.is_read and not _left(one, files)]
    return not any(one.is_read for one in files) or any(one.known or one.likely or one.nearest for one in others)


def _left(one: Seen, files: list[Seen]) -> bool:
    """Tell whether a file only looks like those that a built-in mapping reads by their names, and is left to it."""
    mine = one.known.mapping.name if one.known and not one.known.by_name else None
    return any(other.known.mapping.name == mine for other in files if other.known and other.known.as_it_is)


def _parts(one: Seen, files: list[Seen]) -> Iterator[tuple[int, list[str]]]:
    """Write the sources of a file, each with the place of its extract."""
    place = list(EXTRACTS).index
    name = commented(one.path.name)
    if one.known and not _left(one, files):
        pattern = None if one.known.as_it_is else quoted(_pattern(one, files))
        form = None if one.known.by_form else one.form
        for source in one.known.sources:
            head = f"# as in the built-in mapping {one.known.mapping.name}"
            yield place(source.extract_name), [head, *copied(one.known.mapping, source, pattern, form)]
    elif not one.known:
        yield from ((place(guess.extract.name), lines) for guess, lines in _guessed(one, files, name))


def _own(one: Seen, files: list[Seen]) -> tuple[int, list[str]]:
    """Write the source of a file in our own layout, column by column as it is."""
    extract = EXTRACTS[str(one.own)]
    columns = {column.name for column in one.columns}
    ways = {name: Way(quoted(name), 1.0, source=name) for name in extract.names if name in columns}
    head = f"# {commented(one.path.name)} has our own layout"
    return list(EXTRACTS).index(extract.name), _source(Guess(extract, 1.0, ways, ()), one, files, head)


def _guessed(one: Seen, files: list[Seen], name: str) -> Iterator[tuple[Guess, list[str]]]:
    for guess in one.likely:
        yield guess, _source(guess, one, files, f"# {name} looks like {guess.extract.name} ({_sure(guess.sure)})")
    if not one.likely and one.nearest:
        yield one.nearest, _source(one.nearest, one, files, f"# {name} is nearest to {one.nearest.extract.name}")
    elif not one.likely and one.rows:
        guess = one.guesses[0]
        head = f"# {name} looks like none of the extracts; to read it as {guess.extract.name}, answer the TODO lines"
        lines = _source(guess, one, files, f"{head}\n# and take the first # away from the others.")
        yield guess, [line if place == 0 else f"# {line}".rstrip() for place, line in enumerate(lines)]


def _source(guess: Guess, one: Seen, files: list[Seen], head: str) -> list[str]:
    name = guess.extract.name
    lines = [head, f"[[{name}]]", f"files = [{quoted(_pattern(one, files))}]", *_of_encoding(one), *said(one.form)]
    if guess.lines > 1:
        lines.append(f"lines = {guess.lines} # side by side: {{line}} counts them")
    for key, rows in {"keep": guess.keep, "leave_out": guess.leave_out}.items():
        lines += [f"{key} = {{ {quoted(what)} = [{', '.join(map(quoted, codes))}] }}" for what, codes in rows.items()]
    if one.numerals.otherwise:
        odd = ", ".join(map(commented, one.numerals.otherwise))
        lines.append(f"# OPEN: numbers are written in two ways; those of {odd} will not be read")
    if one.numerals.doubtful:
        odd = ", ".join(map(commented, one.numerals.doubtful))
        lines.append(
            f"# OPEN: {odd}: each number has one {one.numerals.thousands!r}, then 3 digits: are these decimals?"
        )
    lines += ["", f"[{name}.columns]"]
    if name == "growth_measurements" and not one.own and not MEASURED & set(guess.ways):
        lines += [line for column in sorted(MEASURED) for line in (f"# TODO: {UNMEASURED}", f'{column} = "{TO_DO}"')]
    for column, way in guess.ways.items():
        word = "TODO" if way.toml == quoted(TO_DO) else "OPEN"
        lines += [f"# {word}: {commented(question)}" for question in way.questions]
        lines.append(f"{column} = {way.toml} # {_sure(way.sure)}")
    return [*lines, *_rest(guess, one, "\n".join(lines))]


def _of_encoding(one: Seen) -> Iterator[str]:
    """Ask about a text in which few lines are no UTF-8."""
    if one.written and 0 < one.written.broken < FEW_LINES:
        share = f"{100 * one.written.broken:.2g} % of the lines looked at are no UTF-8"
        yield f"# OPEN: {share}: is it {one.form.encoding}, or are these damaged?"


def _rest(guess: Guess, one: Seen, text: str) -> Iterator[str]:
    """Say which columns of the file nothing is read from, and which of the contract nothing fills."""
    (source,) = restored({"name": "", "text": text, "file": ""}).sources
    unused = [column.name for column in one.columns if column.name not in source.names]
    unfilled = [name for name in guess.extract.names if name not in source.columns]
    for column in one.described:
        if column.name in unused:
            yield from _misfit(column, guess, one)
    if unfilled:
        yield from _listed("# not filled: ", unfilled)
    if unused:
        yield from _listed("# not used: ", unused)


def _listed(what: str, names: list[str]) -> Iterator[str]:
    """Write names on lines of comments, whole ones but for those of odd length."""
    short = ", ".join(commented(name[:LONG] + "…" * (len(name) > LONG)) for name in names)
    yield from textwrap.wrap(short, 100, initial_indent=what, subsequent_indent="#   ", break_on_hyphens=False)


def _misfit(source: Profile, guess: Guess, one: Seen) -> Iterator[str]:
    """Ask about a column that nothing is read from, though its name is one of the contract's that is not filled."""
    for column in guess.extract.columns:
        if column.name not in guess.ways and names.alike(source.name, column.name) >= names.SAME:
            why = objection(column, source, one.described)
            but = why or "not by what it holds"
            yield f"# OPEN: {commented(source.name)} fits {column.name} by its name, but {but}: it is not read."
            if not why:
                expects = EXPECTED.get(column.kind) or column.expects or "a text"
                said = f'# Expected is {expects}. What else it holds, say in `values`, "" for no value'
                odd = words(column, source)
                yield f"{said}:" if odd else said
                if odd:
                    meant = values({word: "" if word in source.blanks else TO_DO for word in odd})
                    yield f"# {column.name} = {{ from = {quoted(source.name)}, values = {meant} }}"


def _pattern(one: Seen, files: list[Seen]) -> str:
    """Let the figures in a file's name vary: claims_2024_01.csv is claims_*.csv; other signs are no patterns.

    Not where that takes a file of another name or layout, such as claims_rx_2024.csv: then it is the name itself.
    """
    pattern = varied(one.path.name)
    taken = [other for other in files if fnmatchcase(other.path.name.lower(), pattern.lower())]
    alike = all(varied(other.path.name) == pattern and _layout(other) == _layout(one) for other in taken)
    return pattern if alike else plain(one.path.name)


def _layout(one: Seen) -> tuple[object, ...]:
    """Tell what the files of a source have in common: how they are written, and how each column would be read."""
    guesses = one.likely or one.guesses[:1]
    ways = [
        (guess.extract.name, guess.lines, guess.keep, guess.leave_out, [(n, way.toml) for n, way in guess.ways.items()])
        for guess in guesses
    ]
    return one.form, ways, one.own, one.is_read


def _sure(degree: float) -> str:
    return next(word for least, word in SURE.items() if degree >= least)
