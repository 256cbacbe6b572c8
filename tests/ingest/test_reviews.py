"""The extract reviews: what reviewers of a sample send back, row by row."""

import pytest
from ingest.nights import Nights, rows

CASES: list[tuple[dict[str, str], list[str]]] = [
    ({"decision": "correct"}, []),
    ({"decision": "CORRECT", "audited_amount": "10.50", "comment": "fine"}, []),
    ({"decision": ""}, []),
    ({"decision": "MISSING"}, []),
    ({"decision": "missing", "error_category": "no_documentation"}, []),
    ({"decision": "ERROR", "error_category": "Medical_Necessity", "audited_amount": "0"}, []),
    ({"decision": "ERROR", "audited_amount": "0"}, ["error_without_category"]),
    ({"decision": "CORRECT", "error_category": "OTHER"}, ["category_without_error"]),
    ({"decision": "ERROR", "error_category": "BAD_LUCK"}, ["enumeration"]),
    ({"decision": "MET"}, ["decision_of_unit"]),
    ({"item": "I.A.5", "decision": "not_met"}, []),
    ({"item": "I.A.5", "decision": "ERROR", "error_category": "OTHER"}, ["decision_of_clause"]),
    ({"item": "I.A.5", "decision": "MET", "audited_amount": "1"}, ["amount_of_clause"]),
    ({"decision": "PERHAPS"}, ["decision_of_unit", "enumeration"]),
    ({"unit": "0"}, ["range"]),
    ({"unit": "one"}, ["format"]),
    ({"reviewer": ""}, ["required"]),
    ({"audited_amount": "-1"}, ["range"]),
    ({"audited_amount": "0.125"}, ["format"]),
]


def test_a_review_breaks_exactly_the_rule_it_should(history: Nights) -> None:
    changes = [{"sample_id": f"s{number}"} | change for number, (change, _) in enumerate(CASES)]
    history.night({"reviews_ann.csv": rows("reviews", *changes)})
    found = history.quarantine()
    got = [found.get(("reviews_ann.csv", number), []) for number in range(1, len(CASES) + 1)]
    assert got == [reasons for _, reasons in CASES]


@pytest.mark.parametrize("extra", ["title", "unit_id"])
def test_a_worksheet_s_other_columns_stay_out(history: Nights, extra: str) -> None:
    history.night({"reviews.csv": rows("reviews", {extra: "x"})})
    assert history.query("select unit, decision from audit.reviews") == [(1, "CORRECT")]


def test_a_later_review_corrects_an_earlier_one(history: Nights) -> None:
    history.night({"reviews.csv": rows("reviews", {"decision": ""}, {"reviewer": "Bob"})})
    history.night({"reviews.csv": rows("reviews", {"decision": "MISSING"})})
    found = history.query("select reviewer, decision from audit.reviews order by reviewer")
    assert found == [("Ann", "MISSING"), ("Bob", "CORRECT")]
