"""A source's columns to the contract's, as polars expressions over delivered text."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from functools import reduce
from operator import and_, or_

import polars as pl
from polars import Expr, coalesce, concat_str, lit, when

from pa_audit.contract import Column
from pa_audit.foreign_names import exactly
from pa_audit.mapping import dates, numbers
from pa_audit.mapping.spec import NUMBERS, Conditions, Form, Source, numbered

NOTHING = lit(None, pl.String)
# As spreadsheets write a long id, with either decimal sign: its last digits are gone. A bare 1e15 may be an id.
LOST_DIGITS = r"^-?([0-9]+[.,][0-9]+[eE][+-]?|[0-9][eE]\+)[0-9]+$"


@dataclass(frozen=True)
class Filled:
    """A column of the contract: its text, where a default filled it, and where its source has lost digits.

    `odd_unit` is where a column beside the value names no unit that can be converted.
    """

    value: Expr
    defaulted: Expr | None = None
    lost: Expr | None = None
    odd_unit: Expr | None = None


def meant(name: str, names: Collection[str], header: Sequence[str]) -> list[str]:
    """Find the columns of a file that one of a mapping's names means: of that name, else of its letters in any case.

    One that another of the `names` has to the letter is that other's.
    """
    alike = [column for column in header if column.lower() == name.lower()]
    return [column for column in alike if column == name] or [column for column in alike if column not in names]


class Columns:
    """The expressions of a source for files that have these of its columns; {line} is the number of the line.

    Those that are `figures` were numbers before they were text: the signs of the source's format are not theirs.
    """

    def __init__(self, source: Source, available: Collection[str], figures: Collection[str] = ()) -> None:
        self._source = source
        self._available = available
        self._figures = figures

    def missing(self) -> list[str]:
        """Name source columns without which these files cannot be read: required ones, and those conditions ask."""
        asked = [*self._source.keep, *self._source.leave_out]
        lost = [numbered(name, "line", 1) for name in asked if not self._has(numbered(name, "line", 1))]
        for column in self._source.extract.columns:
            forms = self._source.columns.get(column.name, ())
            if column.required and forms and not any(self._can_fill(form) for form in forms):
                lost += [numbered(name, "line", 1) for form in forms for name in form.columns]
        return list(dict.fromkeys(lost))

    def stays(self, line: int) -> Expr:
        """Tell whether a row stays, or is left out."""
        kept = [self._meets(name, values, line) for name, values in self._source.keep.items()]
        out = [self._meets(name, values, line) for name, values in self._source.leave_out.items()]
        return reduce(and_, kept, lit(True)) & ~reduce(or_, out, lit(False))

    def fill(self, column: Column, line: int) -> Filled:
        """Fill a column by the first of its forms that gives a value."""
        forms = self._source.columns[column.name]
        ways = [self._way(form, column, line) for form in forms]
        value = coalesce(*(way.value for way in ways)) if len(ways) > 1 else ways[0].value
        marks = ([way.defaulted for way in ways], [way.lost for way in ways], [way.odd_unit for way in ways])
        return Filled(value, *(_where(ways, mark) for mark in marks))

    def _way(self, form: Form, column: Column, line: int) -> Filled:
        opens = reduce(and_, (self._meets(name, values, line) for name, values in _plain(form.when)), lit(True))
        if form.constant is not None:
            return Filled(when(opens).then(lit(numbered(form.constant, "line", line))))
        taken = [self._taken(form, name, n, line) for n in form.numbers for name in form.columns]
        parts = [self._written(*part, form, column, line) for part in zip(form.names, taken, strict=True)]
        joined = self._joined(form, column, parts)
        value, defaulted = _or_default(form, opens, joined, taken)
        lost = odd = None
        if column.kind == "text":
            lost = _any(
                opens & part.str.contains(LOST_DIGITS) for part in (parts if form.join is not None else [joined])
            )
        if form.unit_from is not None:
            odd = opens & joined.is_not_null() & ~self._is_unit(form, column, line)
        return Filled(value, defaulted, lost, odd)

    def _taken(self, form: Form, name: str, n: int, line: int) -> Expr:
        """Take a source column, where the conditions on its own number hold."""
        own = [(numbered(key, "n", n), values) for key, values in form.when.items() if "{n}" in key]
        value = self._column(numbered(name, "n", n), line)
        for key, values in own:
            value = when(self._meets(key, values, line)).then(value)
        return value

    def _written(self, name: str, value: Expr, form: Form, column: Column, line: int) -> Expr:
        """Write one value, which is from the column of this name, the way the contract does."""
        style = self._source.format
        if form.split is not None:
            value = _each_meaning(form, value, form.split) if form.values else _separated(value, form.split)
        elif form.values:
            value = _meaning(form, value)
        if column.kind in ("date", "timestamp"):
            formats = form.dates or style.dates
            value = dates.read(value, formats, column.kind) if formats else value
        if column.kind in NUMBERS:
            number = numbers.before_unit(value) if form.unit_from in form.columns else value
            signs = (".", "") if numbered(name, "line", line) in self._figures else (style.decimal, style.thousands)
            value = self._in_unit(numbers.plain(number, *signs, column.kind), form, column, line)
        return (
            when(value.str.contains("^[0-9]+$")).then(value.str.zfill(form.pad)).otherwise(value) if form.pad else value
        )

    def _in_unit(self, value: Expr, form: Form, column: Column, line: int) -> Expr:
        target = numbers.unit_of(column.name)
        if target is None or not form.in_unit:
            return value
        return numbers.converted(value, form.unit or self._unit(form, line), target)

    def _unit(self, form: Form, line: int) -> Expr:
        """Take the unit that a column says; the number's own column says it behind the number."""
        said = self._column(str(form.unit_from), line)
        return said.str.extract(numbers.WITH_UNIT, 2) if form.unit_from in form.columns else said

    def _is_unit(self, form: Form, column: Column, line: int) -> Expr:
        known = numbers.FACTORS[str(numbers.unit_of(column.name))]
        return numbers.spelt(self._unit(form, line)).is_in(list(known)).fill_null(False)

    def _joined(self, form: Form, column: Column, parts: list[Expr]) -> Expr:
        """Join the values there are; a key lacks a part only if it lacks a value."""
        if form.join is None:
            return coalesce(*parts) if len(parts) > 1 else parts[0]
        text = concat_str(parts, separator=form.join, ignore_nulls=not column.key)
        return when(text.str.len_bytes() > 0).then(text)

    def _meets(self, name: str, values: tuple[str, ...], line: int) -> Expr:
        value = self._column(name, line)
        there = value.is_not_null()
        named = [text.upper() for text in values if text not in ("", "*")]
        found = value.str.to_uppercase().is_in(named).fill_null(False) if named else lit(False)
        return reduce(or_, [found, *([~there] if "" in values else []), *([there] if "*" in values else [])])

    def _column(self, name: str, line: int) -> Expr:
        real = numbered(name, "line", line)
        return exactly(real) if self._has(real) else NOTHING

    def _has(self, name: str) -> bool:
        return name in self._available

    def _can_fill(self, form: Form) -> bool:
        names = [numbered(name, "line", 1) for name in form.names]
        parts = all if form.join is not None and form.n is None else any
        return form.constant is not None or parts(map(self._has, names))


def _where(ways: list[Filled], marks: list[Expr | None]) -> Expr | None:
    """Tell where the way that gives the value has its mark: those before it give none."""
    told = [
        reduce(and_, (before.value.is_null() for before in ways[:place]), mark)
        for place, mark in enumerate(marks)
        if mark is not None
    ]
    return reduce(or_, told) if told else None


def _or_default(form: Form, opens: Expr, joined: Expr, taken: list[Expr]) -> tuple[Expr, Expr | None]:
    """Give a form's value, and where `otherwise` or `default` stand in it; None where it has neither."""
    value: Expr = when(opens).then(joined)
    marks = []
    if form.otherwise is not None:
        marks += [opens & _is_unknown(form, part) for part in taken]
    if form.default is not None:
        marks.append(opens & value.is_null())
        value = when(opens & value.is_null()).then(lit(form.default)).otherwise(value)
    return value, _any(marks) if marks else None


def _is_unknown(form: Form, value: Expr) -> Expr:
    """Tell whether a field, or one of the codes that it is split into, is not among the `values`."""
    unknown = value.is_not_null() & ~_is_known(form, value)
    if form.split is None:
        return unknown
    return unknown & _parts(value, form.split).list.eval(~_is_known(form, pl.element())).list.any()


def _is_known(form: Form, value: Expr) -> Expr:
    return value.str.to_uppercase().is_in(list(_upper(form.values)))


def _meaning(form: Form, value: Expr) -> Expr:
    """Give what codes mean; one that is not among the `values` is what `otherwise` says, or stays."""
    codes = _upper(form.values)
    other = value if form.otherwise is None else when(value.is_not_null()).then(lit(form.otherwise))
    return value.str.to_uppercase().replace_strict(
        list(codes), [ours or None for ours in codes.values()], default=other, return_dtype=pl.String
    )


def _each_meaning(form: Form, value: Expr, sign: str) -> Expr:
    """Give what each code of a field means, or the whole field where that is among the `values`."""
    codes = _parts(value, sign).list.eval(_meaning(form, pl.element())).list.drop_nulls()
    each = when(codes.list.len() > 0).then(codes.list.join(";"))
    return when(_is_known(form, value)).then(_separated(_meaning(form, value), sign)).otherwise(each)


def _separated(value: Expr, sign: str) -> Expr:
    return value.str.replace_all(sign, ";", literal=True)


def _parts(value: Expr, sign: str) -> Expr:
    """Split a field of several codes; what is blank between two signs is none."""
    codes = value.str.split(sign).list.eval(pl.element().str.strip_chars())
    return codes.list.eval(pl.element().filter(pl.element() != ""))


def _any(marks: Iterable[Expr]) -> Expr:
    return reduce(or_, marks).fill_null(False)


def _plain(when_: Conditions) -> list[tuple[str, tuple[str, ...]]]:
    """Give the conditions that do not go with a number of their own."""
    return [(name, values) for name, values in when_.items() if "{n}" not in name]


def _upper(codes: dict[str, str]) -> dict[str, str]:
    return {code.upper(): value for code, value in codes.items()}
