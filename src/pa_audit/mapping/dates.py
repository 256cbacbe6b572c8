"""Date formats as people write them (DD-Mon-YYYY), and polars expressions that read them, exactly or not at all."""

import re
from datetime import date
from itertools import pairwise

import polars as pl
from polars import Expr, lit, when

# Word of a format to its pattern and its sign for strptime.
WORDS = {
    "YYYY": ("[0-9]{4}", "%Y"),
    "YY": ("[0-9]{2}", "%y"),
    "AM": ("[AaPp][Mm]", "%p"),
    "Month": ("[A-Za-z]{3,9}", "%B"),
    "Mon": ("[A-Za-z]{3}", "%b"),
    "MM": ("[0-9]{2}", "%m"),
    "DD": ("[0-9]{2}", "%d"),
    "M": ("[0-9]{1,2}", "%m"),
    "D": ("[0-9]{1,2}", "%d"),
    "HH": ("[0-9]{2}", "%H"),
    "H": ("[0-9]{1,2}", "%H"),
    "hh": ("[0-9]{2}", "%I"),
    "h": ("[0-9]{1,2}", "%I"),
    "mm": ("[0-9]{2}", "%M"),
    "SS": ("[0-9]{2}", "%S"),
    "fraction": ("[0-9]{1,9}", ""),
}
_WORD = re.compile("|".join(WORDS))
# Of a year of two digits nobody knows the century: the format says which hundred years are meant.
_HUNDRED_YEARS = re.compile(r"(.*) from ([12][0-9]{3})")
_DAYS_SINCE = re.compile(r"days since ([0-9]{4}-[0-9]{2}-[0-9]{2})")
# Of a day without a time the contract's midnight may not be what is meant: the format says which time is.
_AT = re.compile(r"(.*) at ((?:[01][0-9]|2[0-3]):[0-5][0-9])")
_REST = re.compile(r"[-/., :T]*")
_FRACTION = re.compile("[.,]fraction")  # of a second
EXCEL_DAY_0 = date(1899, 12, 30)
SECONDS_A_DAY = 86_400
FIRST_SURE_SERIAL = 61  # before it Excel counts a 29 February 1900 that never was
EXPECTED = (
    'a date format such as "DD-Mon-YYYY", "YYYYMMDD", "MM/DD/YYYY HH:mm", "excel", "days since 1960-01-01" or, '
    'for years of two digits, "MM/DD/YY from 1950" (1950 to 2049)'
)


def is_format(text: str) -> bool:
    """Tell whether a text is a date format: a year, a month and a day, each once, and a time or none."""
    if found := _AT.fullmatch(text):
        return is_format(found[1]) and not re.search("mm|excel|since| at ", found[1])
    if text == "excel":
        return True
    if found := _DAYS_SINCE.fullmatch(text):
        return _is_date(found[1])
    form, first = _hundred_years(text)
    form = form.replace("SS.fraction", "SS").replace("SS,fraction", "SS")
    if "fraction" in form or _melts(form):
        return False
    signs = [re.sub("%[bB]", "%m", WORDS[word][1]) for word in _WORD.findall(form)]
    year = "%Y" if first is None else "%y"
    whole = bool(_REST.fullmatch(_WORD.sub("", form))) and all(signs.count(sign) == 1 for sign in (year, "%m", "%d"))
    hours = signs.count("%H") + signs.count("%I")
    return whole and hours <= 1 and hours == signs.count("%M") and signs.count("%I") == signs.count("%p")


def read(value: Expr, formats: tuple[str, ...], kind: str) -> Expr:
    """Write dates or times in one of the formats as the contract's: YYYY-MM-DD, or with T and the time.

    What fits no format gets a mark that no contract format has, and so goes to quarantine as `format`.
    """
    moments = [_moment(value, text) for text in formats]
    shape = "%Y-%m-%d" if kind == "date" else "%Y-%m-%dT%H:%M:%S"
    return pl.coalesce(*(moment.dt.to_string(shape) for moment in moments), lit("? ") + value)


def _moment(value: Expr, text: str, time: str = "00:00") -> Expr:
    """Read one format; a day without a time has this one."""
    if found := _AT.fullmatch(text):
        return _moment(value, *found.groups())
    if text == "excel":
        return _serial(value, EXCEL_DAY_0, FIRST_SURE_SERIAL)
    if found := _DAYS_SINCE.fullmatch(text):
        return _serial(value, date.fromisoformat(found[1]), None)
    form, first = _hundred_years(text)
    if first is not None:
        return _moment(_with_century(value, form, first), form.replace("YY", "YYYY"), time)
    fits, whole = value.str.contains(f"^{pattern(text)}$"), value
    if found := _FRACTION.search(text):
        before, after = pattern(text[: found.start()]), pattern(text[found.end() :])
        whole = value.str.replace(f"^({before})[.,][0-9]+({after})$", "${1}${2}")
    signs = _WORD.sub(lambda word: WORDS[word[0]][1], _FRACTION.sub("", text))
    if "%M" not in signs:
        whole, signs = whole + f" {time}", signs + " %H:%M"
    moment = when(fits).then(whole).str.to_datetime(signs, time_unit="us", strict=False)
    return when(moment.dt.year() > 0).then(moment)  # a calendar has no year 0


def _serial(value: Expr, day_0: date, first: int | None) -> Expr:
    """Read a count of days; behind its point is the time of day, to the second."""
    fits = when(value.str.contains(r"^-?[0-9]{1,6}$|^\+?[0-9]{1,6}(\.[0-9]+)?$")).then(value)
    days = fits.str.extract("^([+-]?[0-9]+)").cast(pl.Int64)
    sure = days if first is None else when(days >= first).then(days)
    day = (sure + (day_0 - date(1970, 1, 1)).days).cast(pl.Int32).cast(pl.Date).cast(pl.Datetime("us"))
    return when(value.str.contains(r"\.")).then(day + pl.duration(seconds=_seconds(value))).otherwise(day)


def _seconds(value: Expr) -> Expr:
    """Give the seconds of a fraction of a day, to the nearest one of that day."""
    billionths = value.str.extract(r"\.([0-9]{1,9})").str.pad_end(9, "0").cast(pl.Int64)
    return ((billionths * SECONDS_A_DAY + 10**9 // 2) // 10**9).clip(upper_bound=SECONDS_A_DAY - 1)


def _hundred_years(text: str) -> tuple[str, int | None]:
    """Split "MM/DD/YY from 1950" into the format and the first year that its two digits may mean."""
    found = _HUNDRED_YEARS.fullmatch(text)
    return (found[1], int(found[2])) if found else (text, None)


def _with_century(value: Expr, form: str, first: int) -> Expr:
    """Write a year of two digits with four, the one of the hundred from `first`; null where the format does not fit."""
    before, after = map(pattern, form.split("YY"))
    parts = [value.str.extract(f"^({before})([0-9]{{2}})({after})$", group) for group in (1, 2, 3)]
    year = (parts[1].cast(pl.Int32) + 100 - first % 100) % 100 + first
    return pl.concat_str(parts[0], year.cast(pl.String), parts[2])


def pattern(text: str) -> str:
    """Give the pattern of what a format may look like."""
    escaped = re.sub(r"[./]", lambda sign: "\\" + sign[0], text)
    return _WORD.sub(lambda word: WORDS[word[0]][0], escaped)


def _melts(form: str) -> bool:
    """Tell whether one digit or two touch other digits, as in YYYYMD: nobody knows where they end."""
    words = list(_WORD.finditer(form))
    touching = ({one[0], other[0]} for one, other in pairwise(words) if one.end() == other.start())
    return any(pair & {"M", "D", "H", "h"} and not pair & {"Mon", "Month", "AM"} for pair in touching)


def _is_date(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True
