"""How a file writes its numbers: which sign separates decimals, and which one thousands."""

import re
from dataclasses import dataclass

import polars as pl
from polars import Expr

from pa_audit.mapping import numbers

NUMERAL = re.compile(r"^[+-]?\$? ?[+-]?[.,]?[0-9][0-9.,' ]*$")
# What a number can only look like where these signs separate decimals and thousands.
SHAPES = {
    (".", ""): re.compile(r"^[0-9]*\.[0-9]{1,2}$|^[0-9]*\.[0-9]{4,}$|^0?\.[0-9]+$"),
    (".", ","): re.compile(r"^[0-9]{1,3}(,[0-9]{3})+\.[0-9]+$"),
    (",", "."): re.compile(r"^[0-9]{1,3}(\.[0-9]{3})+,[0-9]+$|^[0-9]{1,3}(\.[0-9]{3}){2,}$"),
    (",", ""): re.compile(r"^[0-9]*,[0-9]{1,2}$|^[0-9]*,[0-9]{4,}$|^[0-9]{4,},[0-9]+$|^0?,[0-9]+$"),
    (".", " "): re.compile(r"^[0-9]{1,3}( [0-9]{3})+(\.[0-9]+)?$"),
    (",", " "): re.compile(r"^[0-9]{1,3}( [0-9]{3})+,[0-9]+$"),
    (".", "'"): re.compile(r"^[0-9]{1,3}('[0-9]{3})+(\.[0-9]+)?$"),
}
# Words that databases and spreadsheets write where there is no value, in lower case.
BLANKS = (
    "null", "(null)", "<null>", "#null!", "\\n", "n/a", "#n/a", "na", "nan", "nat", "none", "nil", "blank",
    "-", "--", ".", "?", "~",
)  # fmt: skip
NEARLY_ALL = 0.9
# Thousands, or three decimals where a comma separates them elsewhere in the file.
GROUPED = re.compile(r"^[0-9]{1,3}(,[0-9]{3})+$")


@dataclass(frozen=True)
class Numerals:
    """The signs of a file, the columns that are written otherwise, and those in which thousands may be decimals."""

    decimal: str = "."
    thousands: str = ""
    otherwise: tuple[str, ...] = ()
    doubtful: tuple[str, ...] = ()

    def plain(self, value: Expr) -> Expr:
        """Write what looks like a number as the contract does."""
        return numbers.plain(value, self.decimal, self.thousands, "money")


def numerals(columns: list[pl.Series]) -> Numerals:
    """Tell from the columns that hold numbers, by what the most columns show; of one name the first that does."""
    bare: dict[str, list[str]] = {}
    for values in columns:
        bare[values.name] = bare.get(values.name) or _bare(values)
    seen = {name: {signs for signs, shape in SHAPES.items() if any(map(shape.match, bare[name]))} for name in bare}
    signs = [sign for shown in seen.values() for sign in shown]
    decimal = max((".", ","), key=lambda sign: sum(found == sign for found, _ in signs))
    other = tuple(name for name, shown in seen.items() if shown and all(found != decimal for found, _ in shown))
    grouped = [thousands for found, thousands in signs if found == decimal and thousands]
    if not grouped and decimal == "." and any(GROUPED.match(text) for texts in bare.values() for text in texts):
        grouped = [","]
    thousands = max(grouped, key=grouped.count, default="")
    three = re.compile(f"[0-9]{{1,3}}{re.escape(thousands)}[0-9]{{3}}")
    doubtful = tuple(name for name, texts in bare.items() if thousands and texts and all(map(three.fullmatch, texts)))
    return Numerals(decimal, thousands, other, doubtful)


def without_units(values: pl.Series) -> tuple[pl.Series, tuple[str, ...]]:
    """Give the numbers of a column in which nearly all have a unit behind them, and the units; else the column."""
    units = values.str.extract(numbers.WITH_UNIT, 2)
    known = units.str.to_lowercase().is_in(list(numbers.UNITS))
    if known.sum() < max(NEARLY_ALL * values.len(), 1):
        return values, ()
    return values.str.extract(numbers.WITH_UNIT, 1), tuple(units.filter(known).unique().sort())


def _bare(values: pl.Series) -> list[str]:
    """List the values of a column of numbers, without signs and units; nothing of another column."""
    stripped = values.drop_nulls().str.strip_chars().unique().sort()
    filled = stripped.filter((stripped != "") & ~stripped.str.to_lowercase().is_in(BLANKS))
    texts = without_units(filled.str.replace_all(numbers.OTHER_SPACES, " "))[0].drop_nulls().to_list()
    if sum(bool(NUMERAL.match(text)) for text in texts) < NEARLY_ALL * len(texts):
        return []
    return [re.sub(r"[+$-] ?", "", text) for text in texts]
