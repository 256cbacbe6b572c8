"""What a column holds, told from its first values: how many are filled, and which kinds they all fit."""

import re
from dataclasses import dataclass

import polars as pl
from polars import col

from pa_audit.inspection.numerals import BLANKS, NEARLY_ALL, Numerals, without_units
from pa_audit.mapping import dates
from pa_audit.mapping.columns import LOST_DIGITS

DAYS = (
    "YYYY-MM-DD", "YYYYMMDD", "MM/DD/YYYY", "DD/MM/YYYY", "M/D/YYYY", "D/M/YYYY", "DD-Mon-YYYY", "D-Mon-YYYY",
    "DD.MM.YYYY", "D.M.YYYY", "YYYY/MM/DD", "MM-DD-YYYY", "DDMonYYYY", "Mon D, YYYY", "Month D, YYYY", "D Mon YYYY",
)  # fmt: skip
TIMES = (
    "", " HH:mm:SS", "THH:mm:SS", " HH:mm", "THH:mm", "THH:mm:SS.fraction", " HH:mm:SS.fraction", " H:mm", " H:mm:SS",
    " h:mm AM", " h:mm:SS AM", " h:mmAM",
)  # fmt: skip
SHORT_YEARS = ("MM/DD/YY", "DD/MM/YY", "M/D/YY", "D/M/YY", "DD-Mon-YY", "D-Mon-YY", "DD.MM.YY", "D.M.YY", "MM-DD-YY")
CENTURY = " from 1950"
FORMATS = (
    *(day + time for time in TIMES for day in DAYS),
    *(
        day + time + CENTURY
        for time in ("", " HH:mm", " HH:mm:SS", " H:mm", " h:mm AM", " h:mm:SS AM")
        for day in SHORT_YEARS
    ),
)
SHAPES = {text: re.compile(dates.pattern(text.removesuffix(CENTURY))) for text in FORMATS}
CODE = "[A-Za-z0-9.]{2,8}"
SEVERAL = f"^{CODE} *([,|/^~+ ]) *{CODE}( *[,|/^~+ ] *{CODE})*$"
"""Several codes in a field, and what separates them."""
ZONED = "[0-9]:[0-9]{2}[0-9:.]* ?(Z|[+-][0-9]{2}:?[0-9]{2})$"
DECORATED = r"""^=?["']|^[0-9]+\.0$"""
NO_ID = "^(0+|unk|unknown)$"
"""What stands where there is no id or NPI, if it recurs."""
FIRST_YEAR, LAST_YEAR = 1900, 2100
FIRST_SERIAL, LAST_SERIAL = 20_000, 60_000  # 1954 to 2064
FEW = 200
MOST = 2 / 3


@dataclass(frozen=True)
class Profile:
    """A column: its name, how many of its rows are filled, and what the filled ones fit.

    A word for no value, such as NULL, fills nothing; `blanks` are those that occur. `units` stand behind its numbers.
    `repeated` are the codes that occur more than once; `separator` stands between several in a field, if no semicolon.
    `no_ids` recur, and stand for no value in a column of ids; they are not among the `digits`.
    `undated` counts values that fit none of the `dates`, which most fit.
    `zoned` are times with a zone, `decorated` values with signs that a spreadsheet or a data frame put around them.
    """

    name: str
    rows: int
    filled: int
    distinct: int
    dates: tuple[str, ...]
    number: bool
    whole: bool
    dollars: bool
    median: float | None
    digits: tuple[int, int] | None
    codes: tuple[str, ...]
    serial: bool
    exponents: bool
    units: tuple[str, ...] = ()
    blanks: tuple[str, ...] = ()
    repeated: tuple[str, ...] = ()
    separator: str = ""
    zoned: bool = False
    decorated: bool = False
    no_ids: tuple[str, ...] = ()
    undated: int = 0


def profile(values: pl.Series, style: Numerals) -> Profile:
    """Describe one column of text, its numbers in the style of its file."""
    text = values.str.strip_chars()
    said = text.filter(text.str.len_bytes() > 0).alias("value")
    blank = said.str.to_lowercase().is_in(BLANKS)
    filled = said.filter(~blank)
    bare, units = without_units(filled)
    plain = bare.to_frame().select(style.plain(col("value"))).to_series()
    number = _nearly_all(plain.str.contains(r"^[+-]?\d{1,9}(\.\d+)?$"))
    parsed = plain.cast(pl.Float64, strict=False).drop_nulls().sort().to_list() if number else []
    lower = filled.str.to_lowercase()
    no_id = lower.str.contains(NO_ID) & lower.is_duplicated()
    ids = filled.filter(~no_id)
    widths = ids.filter(ids.str.contains(r"^\d+$")).str.len_chars().sort().to_list()
    whole = number and _nearly_all(plain.str.contains(r"^[+-]?\d+(\.0+)?$"))
    codes = filled.unique().sort()
    formats = _formats(filled)
    return Profile(
        name=values.name,
        rows=values.len(),
        filled=filled.len(),
        distinct=codes.len(),
        dates=formats,
        number=number,
        whole=whole,
        dollars=bool(filled.str.contains(r"^[+-]?\$").any()),
        median=parsed[len(parsed) // 2] if parsed else None,
        digits=(widths[0], widths[-1]) if widths and len(widths) == ids.len() else None,
        codes=tuple(codes.to_list()) if codes.len() <= FEW else (),
        serial=number and parsed[0] >= FIRST_SERIAL and parsed[-1] <= LAST_SERIAL,
        exponents=_exponents(filled),
        units=units,
        blanks=tuple(said.filter(blank).unique().sort().to_list()),
        repeated=tuple(filled.filter(filled.is_duplicated()).unique().to_list()) if codes.len() <= FEW else (),
        separator=next(iter(filled.str.extract(SEVERAL).drop_nulls().sort()), ""),
        zoned=_nearly_all(filled.str.contains(ZONED)),
        decorated=bool(filled.str.contains(DECORATED).any()),
        no_ids=tuple(filled.filter(no_id).unique().sort().to_list()),
        undated=sum(not any(SHAPES[text].fullmatch(value) for text in formats) for value in filled) if formats else 0,
    )


def date_formats(value: str) -> tuple[str, ...]:
    """List the date formats that a value fits."""
    return _formats(pl.Series("value", [value]))


def _formats(filled: pl.Series) -> tuple[str, ...]:
    """List the date formats that the most values fit, two of three at least, with a year that may be."""
    some = filled.to_frame("value")
    shapes = [text for text in FORMATS if any(SHAPES[text].fullmatch(value) for value in filled.head(50))]
    if not shapes:
        return ()
    found = some.select(
        (dates.read(col("value"), (text,), "date").str.slice(0, 4).cast(pl.Int32, strict=False))
        .is_between(FIRST_YEAR, LAST_YEAR)
        .fill_null(False)
        .mean()
        .alias(text)
        for text in shapes
    ).row(0)
    return tuple(text for text, share in zip(shapes, found, strict=True) if share >= max(MOST, *found))


def _exponents(filled: pl.Series) -> bool:
    """Tell whether ids have lost digits; a bare 1e15 among ids that are all digits seems to have, too."""
    bare = filled.str.contains(r"^[0-9][eE][0-9]+$")
    others = filled.filter(~bare)
    among = bool(bare.any()) and others.len() > 0 and bool(others.str.contains(r"^[0-9]+$").all())
    return among or bool(filled.str.contains(LOST_DIGITS).any())


def _nearly_all(fits: pl.Series) -> bool:
    return fits.len() > 0 and float(fits.fill_null(False).mean() or 0) >= NEARLY_ALL  # type: ignore[arg-type]
