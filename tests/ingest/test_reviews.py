"""The extract reviews: what reviewers of a sample send back, row by row."""

import pytest
from ingest.nights import Nights, members, rows

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
    history.night({"members.csv": members()})
    history.drawn(*(change["sample_id"] for change in changes))
    history.night({"reviews_ann.csv": rows("reviews", *changes)})
    found = history.quarantine()
    got = [found.get(("reviews_ann.csv", number), []) for number in range(1, len(CASES) + 1)]
    assert got == [reasons for _, reasons in CASES]


@pytest.mark.parametrize("extra", ["title", "unit_id"])
def test_a_worksheet_s_other_columns_stay_out(history: Nights, extra: str) -> None:
    history.night({"members.csv": members()})
    history.drawn("s1")
    history.night({"reviews.csv": rows("reviews", {extra: "x"})})
    assert history.query("select unit, decision from audit.reviews") == [(1, "CORRECT")]


def test_a_later_review_corrects_an_earlier_one(history: Nights) -> None:
    history.night({"members.csv": members()})
    history.drawn("s1")
    history.night({"reviews.csv": rows("reviews", {"decision": ""}, {"reviewer": "Bob"})})
    assert history.file("rows_repeated") == {"reviews.csv": 1}  # nobody has filled it in
    history.night({"reviews.csv": rows("reviews", {"decision": "MISSING"})})
    found = history.query("select reviewer, decision from audit.reviews order by reviewer")
    assert found == [("Ann", "MISSING"), ("Bob", "CORRECT")]


def test_a_review_waits_for_its_sample(history: Nights) -> None:
    history.night({"reviews.csv": rows("reviews", {"sample_id": "later"})})
    assert history.quarantine() == {("reviews.csv", 1): ["unknown_sample"]}
    assert history.query("select count(*) from audit.reviews") == [0]
    history.drawn("later")
    history.night({"members.csv": members()})
    assert history.query("select sample_id from audit.reviews") == ["later"]
    assert history.query("select state from store.quarantine") == ["released"]
