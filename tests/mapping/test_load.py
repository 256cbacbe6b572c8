"""A mapping is checked key by key: every fault is refused in one line that says where, and what was expected."""

from pathlib import Path

import pytest
from mapping.drops import growth, written

from pa_audit import mapping
from pa_audit.errors import UsageError

MEMBERS = """about = "a plan's"
[[members]]
files = ["m*"]
[members.columns]
member_id = "id"
birth_date = "born"
"""

# Text of the mapping -> line, and what the complaint says.
WRONG: dict[str, tuple[str, int, str]] = {
    "nothing in it": ("", 1, "expected at least one source, such as [[members]]"),
    "unknown key": ("[formats]\n", 1, "formats: unknown key, expected about, format, members"),
    "no TOML": ("[[members]\n", 1, "not TOML"),
    "a table where a list should be": ("[members]\n", 1, "expected tables under [[members]], one each"),
    "no files": ('[[members]]\n[members.columns]\nmember_id = "a"\n', 2, "expected birth_date, sex: members requires"),
    "a required column": (MEMBERS, 4, "members.1.columns: expected sex: members requires it"),
    "a column of another extract": (MEMBERS + 'height_cm = "h"\n', 7, "height_cm: unknown key, expected member_id"),
    "no form": (MEMBERS + "sex = 1\n", 7, "members.1.columns.sex: expected a table"),
    "neither source nor constant": (MEMBERS + 'sex = { join = ";" }\n', 7, "expected either `from`, a source column"),
    "both": (MEMBERS + 'sex = { from = "s", constant = "F" }\n', 7, "expected either `from`"),
    "no ways": (MEMBERS + "sex = []\n", 7, "expected at least one way to fill the column"),
    "a constant last": (MEMBERS + 'sex = ["s", { constant = "U" }]\n', 7, "for what is left over write `default`"),
    "a constant with codes": (MEMBERS + 'sex = { constant = "U", values = { a = "b" } }\n', 7, "nothing but `when`"),
    "codes in two cases": (MEMBERS + 'sex = { from = "s", values = { m = "M", M = "F" } }\n', 7, "in more than case"),
    "otherwise alone": (MEMBERS + 'sex = { from = "s", otherwise = "U" }\n', 7, "expected `values` beside `otherwise`"),
    "dates of no date": (MEMBERS + 'sex = { from = "s", dates = "YYYYMMDD" }\n', 7, "sex is no date"),
    "a second source": (MEMBERS + 'sex = "s"\n[[members]]\nfiles = ["x"]\nlines = 0\n', 10, "how many lines"),
    "a year of two digits": ('[format]\ndates = "MM/DD/YY"\n', 2, 'expected a date format such as "DD-Mon-YYYY"'),
    "a date without a day": ('[format]\ndates = ["YYYY-MM"]\n', 2, "expected a date format"),
    "no such day 0": ('[format]\ndates = "days since 1960-02-30"\n', 2, "expected a date format"),
    "two delimiters": ('[format]\ndelimiter = "||"\n', 2, 'expected one sign such as "|"'),
    "an encoding nobody has": ('[format]\nencoding = "klingon"\n', 2, 'expected one of "utf-8", "utf-16"'),
    "the same separators": ('[format]\nthousands = "."\n', 2, "expected another sign than `decimal`"),
    "an unknown unit": (growth('height_cm = { from = "h", unit = "ell" }'), 9, 'one of "cm", "mm", "m", "in", "ft"'),
    "a unit of nothing": (growth('pa_id = { from = "h", unit = "cm" }'), 9, "pa_id has no unit to convert into"),
    "two units": (growth('height_cm = { from = "h", unit = "cm", unit_from = "u" }'), 9, "found both"),
    "numbers without {n}": (growth('pa_id = { from = "h", n = [1, 2] }'), 9, "expected `n = [first, last]` together"),
    "{n} without numbers": (growth('pa_id = "h_{n}"'), 9, "expected `n = [first, last]` together"),
    "numbers backwards": (growth('pa_id = { from = "h_{n}", n = [2, 1] }'), 9, "the first and last number"),
    "a unit of each number": (
        growth('weight_kg = { from = "w_{n}", n = [1, 2], unit_from = "u_{n}" }'), 9, "unit_from: expected one column"),
    "{line} without lines": (growth('pa_id = "h_{line}"'), 9, "expected `lines` above, for {line} to count to"),
    "a condition that is no text": (growth("", "keep = { a = 1 }"), 4, "keep.a: expected text in quotes, found 1"),
    "a column still to be named": (MEMBERS + '# which?\nsex = "?"\n', 8, "sex: expected a source column or a constant"),
    "lines above the header": ("[format]\nskip_lines = true\n", 2, "expected how many lines are above the header"),
    "no sign to split at": (growth('pa_id = { from = "h", split = ", " }'), 9, "split: expected one sign"),
    "one value split": (growth('pa_id = { from = "h", split = "," }'), 9, "of several are diagnosis_codes"),
    "padding": (growth('pa_id = { from = "h", pad = 0 }'), 9, "expected how many digits"),
}  # fmt: skip


@pytest.mark.parametrize("case", WRONG)
def test_a_fault_is_refused_with_its_line(case: str, tmp_path: Path) -> None:
    text, line, expected = WRONG[case]
    with pytest.raises(UsageError) as refused:
        written(tmp_path, text)
    place, _, said = str(refused.value).partition(": ")
    assert place == f"{tmp_path / 'own.toml'}:{line}"
    assert expected in said
    assert "\n" not in said


def test_what_is_built_in_has_a_name() -> None:
    assert set(mapping.builtin()) >= {"tuva"}
    for name in mapping.builtin():
        assert mapping.load(name).name == name
    with pytest.raises(UsageError, match=r"no such mapping: expected a file, or one of .*tuva"):
        mapping.load("tuba")


def test_a_digest_is_that_of_what_is_done(tmp_path: Path) -> None:
    told = {"", "skip_lines = 0", "trailing_delimiter = false"}
    assert len({written(tmp_path, growth("", setting)).digest for setting in told}) == 1
    others = {"", "skip_lines = 1", "skip_lines = 2", "trailing_delimiter = true"}
    assert len({written(tmp_path, growth("", setting)).digest for setting in others}) == len(others)


def test_layout_and_comments_change_no_digest(tmp_path: Path) -> None:
    plain = written(tmp_path, MEMBERS + 'sex = "s"\n').digest
    assert written(tmp_path, "# ours\n" + MEMBERS + 'sex = { from = ["s"] }\n').digest == plain
    assert written(tmp_path, MEMBERS + 'sex = "t"\n').digest != plain
    # Publications know files by it: a key that is new and unused leaves it as it was.
    assert plain == "67484f775a791fd0e278b679f64fbf6bc08c63a5e29f5b00899e9be6b6718219"
