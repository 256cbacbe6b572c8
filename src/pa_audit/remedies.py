"""What to do about rows that are set aside: told from what was expected, and from how the first such value looks."""

import re

from pa_audit.contract import Column
from pa_audit.extracts import EXTRACTS, FINDING, MEMBER
from pa_audit.ingest.parse import ALL_DIGITS
from pa_audit.ingest.parse import EXPECTED as PARSED
from pa_audit.ingest.records import PROBLEMS
from pa_audit.inspection.numerals import BLANKS
from pa_audit.inspection.profile import ZONED, date_formats
from pa_audit.mapping.numbers import WITH_UNIT
from pa_audit.mapping.spec import NUMBERS

RANGE = "correct it at the source; is it the right column, in the right unit?"
REVERSAL = "is it a reversal's? export its figures without the sign: REVERSED in claim_status says what it is"
# What is expected, or the column too, as problems say it, to what to do where the value itself tells nothing.
EXPECTED: dict[str, str] = {
    PROBLEMS["field_count"]: "look for a delimiter or line end in a field without quotes, or for a cut line;"
    " trailing_delimiter = true in a mapping where a delimiter ends every row",
    PROBLEMS["quote"]: 'double the quotes inside a field, or write quote = "" where quotes are signs',
    PROBLEMS["open_quote"]: 'close the quote, or write quote = "" where quotes are signs',
    PROBLEMS["encoding"]: "text: name the file's encoding in a mapping (pa-audit inspect tells);"
    " Parquet: write it anew, in UTF-8",
    MEMBER.expects: "deliver the member; are leading zeros lost (pad), or is it of an earlier drop (--database FILE)?",
    FINDING.expects: "copy the id from the worklist; without --database FILE no finding is known here",
    "one of the units": "correct the unit, or leave such rows out",
    f"{ALL_DIGITS}, found NaN": "write null where there is no id, or export the column as text",
    ALL_DIGITS: "export the column as text",
    "one row a key": "leave one of the rows out, or join a line number to the id; where rows of the file are published,"
    " into a new --database: they stay beside those with new ids",
    "no time before received_at": "a day without a time is its 00:00: say in a mapping which time is meant, such as"
    ' dates = "MM/DD/YYYY at 23:59", with its own format; else correct it at the source',
    "no date after the as-of date": "is --as-of right, and the date format?",
    "no date before the member's": "correct one of the two dates, or look for a wrong date format",
    "a value": "blank at the source: fill it there, name another column, or leave such rows out",
    "one of ": "say in `values` what its codes mean",
    "paid_amount: expected at least": REVERSAL,
    "quantity: expected above": REVERSAL,
    **dict.fromkeys(("at most", "at least", "above"), RANGE),
}
BLANK = "|".join(map(re.escape, BLANKS))
# Kinds of column, how a value looks, and what to do about that.
LOOKS: tuple[tuple[tuple[str, ...], str, str], ...] = (
    (("decimal", "money", "integer", "ndc"), r"[+-]?\d+([.,]\d+)?[eE][+-]?\d+", "export it as text, with all digits"),
    ((*NUMBERS, "date", "timestamp", "ndc", "boolean"), f"(?i){BLANK}", 'no value? write values = { "the word" = "" }'),
    (NUMBERS, r"\(\$?[\d.,]+\)", "brackets stand for a minus sign: export one, and none on a pharmacy reversal"),
    (("decimal", "money"), r"[+-]?\d{1,3}(\.\d{3})+,\d+", 'write decimal = "," and thousands = "." in a mapping'),
    (("date", "timestamp"), r"\d{5}(\.\d+)?", 'a spreadsheet\'s day number? write dates = "excel" in a mapping'),
    (("decimal", "money"), r"[+-]?\.\d+", "a mapping reads it without the zero before its point"),
    (("date", "timestamp"), f".*{ZONED}", "its zone is the trouble: export local times without one (Z, +00:00)"),
    (("money",), r"[+-]?\$.*", "a mapping reads dollar signs"),
    (("decimal",), r"[+-]?\$.*", "an amount in dollars is no quantity; name another column"),
    (("decimal", "money", "integer"), r"[+-]?\d{1,3}(,\d{3})+(\.\d+)?", 'write thousands = "," in a mapping'),
    (("decimal", "money"), r"[+-]?[\d.]*\d,\d+", 'write decimal = "," in a mapping'),
    (("decimal",), WITH_UNIT, "is it a height, weight or dose with its unit? name the column in unit_from too"),
    (("ndc",), r"\d{10}", "ambiguous: export dashes or 11 digits; pad = 11 if each lost a leading zero"),
    (("ndc",), r"\d{7,9}", "leading zeros lost? write pad = 11 in a mapping"),
)  # fmt: skip
SIGN = re.compile(r'(decimal|thousands) = "(.)"')
ELSE = "correct it at the source, or leave such rows out"


def remedy(extract: str, problem: str, value: str | None) -> str:
    """Say in a few words what to do about a problem such as `birth_date: expected a date`, never with the value."""
    name, _, expected = problem.partition(": expected ")
    column = next((column for column in EXTRACTS[extract].columns if column.name == name), None)
    malformed = column is not None and expected.startswith(PARSED.get(column.kind, "a text"))
    if column is not None and malformed and value and (told := _of_value(column, problem, value)):
        return told
    return next(
        (what for text, what in EXPECTED.items() if problem.startswith(text) or expected.startswith(text)), ELSE
    )


def _of_value(column: Column, problem: str, value: str) -> str | None:
    looks = [what for kinds, shape, what in LOOKS if column.kind in kinds and re.fullmatch(shape, value)]
    looks = [what for what in looks if not any(f'{key} "{sign}"' in problem for key, sign in SIGN.findall(what))]
    if column.kind not in ("date", "timestamp") or looks:
        return looks[0] if looks else None
    formats = date_formats(value)
    said = any(f"as {text})" in problem or f"or {text})" in problem for text in formats)
    if not formats or said:
        return None
    other = next((text for text in formats if text[0] in "MD" and text[0] != formats[0][0]), None)
    either = f'; "{other}" fits it as well: look for a day above 12' if other and formats[0][0] in "MD" else ""
    return f'write dates = "{formats[0]}" in a mapping{either}'
