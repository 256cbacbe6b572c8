"""The shipped ICD-10-CM sets against a published code list: this fails when one of the two drifts."""

import re
import warnings

import pytest

from pa_audit import value_sets
from pa_audit.value_set_files import Row

with warnings.catch_warnings():
    warnings.simplefilter("ignore", DeprecationWarning)  # how it reads its own files
    import simple_icd_10_cm as published

LIST_DAY = "2026-04-01"  # the release of CDC's list that the pinned package carries
ROWS = [row for row in value_sets.in_use() if row["code_system"] == "ICD-10-CM"]
CODES = [code for code in published.get_all_codes(with_dots=False) if published.is_category_or_subcategory(code)]


def in_force(row: Row) -> bool:
    return (row["valid_from"] or "") <= LIST_DAY <= (row["valid_to"] or "9999")


def name(row: Row) -> str:
    return f"{row['value_set']} {row['code']}"


def rows(match: str) -> list[Row]:
    return [row for row in ROWS if row["match"] == match]


def test_the_list_is_the_one_that_the_sets_were_taken_from() -> None:
    assert len(CODES) > 95_000
    assert len(ROWS) > 200
    assert {row["match"] for row in ROWS} == {"exact", "prefix"}


def test_every_exact_code_in_force_exists_and_is_billable() -> None:
    wrong = [name(row) for row in rows("exact") if in_force(row) and not billable(str(row["code"]))]
    assert wrong == []


def test_every_exact_code_of_the_past_is_a_known_category_that_was_divided() -> None:
    past = [row for row in rows("exact") if not in_force(row)]
    assert [name(row) for row in past] == ["primary_igfd E343"]
    assert [name(row) for row in past if row["code"] not in CODES or billable(str(row["code"]))] == []


def test_every_prefix_matches_codes_and_as_many_as_its_note_says() -> None:
    for row in rows("prefix"):
        matched = [code for code in CODES if code.startswith(str(row["code"])) and billable(code)]
        assert matched, name(row)
        if counted := re.match(r"(\d+) billable lea", row["note"] or ""):
            assert len(matched) == int(counted[1]), name(row)


def test_titles_agree() -> None:
    listed = [row for row in ROWS if row["code"] in CODES]
    assert len(listed) == len(ROWS)
    told = [(name(row), row["title"], published.get_description(str(row["code"]))) for row in listed]
    assert [wrong for wrong in told if wrong[1] != wrong[2]] == []


@pytest.mark.parametrize("value_set", sorted({str(row["value_set"]) for row in ROWS}))
def test_no_set_names_a_code_twice(value_set: str) -> None:
    codes = [row["code"] for row in ROWS if row["value_set"] == value_set]
    assert sorted(map(str, codes)) == sorted({*map(str, codes)})


def billable(code: str) -> bool:
    return bool(published.is_valid_item(code)) and bool(published.is_leaf(code))
