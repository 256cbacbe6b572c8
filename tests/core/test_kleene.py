"""Three-valued logic: nine rows each, as in any textbook; null is not a no."""

import polars as pl
from polars import col

from pa_audit.kleene import Rule, Section, all_of, any_of

T, F, N = True, False, None
# a, b, a AND b, a OR b
TRUTH = [
    (T, T, T, T), (T, F, F, T), (T, N, N, T),
    (F, T, F, T), (F, F, F, F), (F, N, F, N),
    (N, T, N, T), (N, F, F, N), (N, N, N, N),
]  # fmt: skip
FRAME = pl.DataFrame([(a, b) for a, b, _, _ in TRUTH], schema={"a": pl.Boolean, "b": pl.Boolean}, orient="row")
A, B = Rule(col("a")), Rule(col("b"))


def test_and() -> None:
    assert FRAME.select(x=all_of([A, B]))["x"].to_list() == [both for _, _, both, _ in TRUTH]


def test_or() -> None:
    assert FRAME.select(x=any_of(A, B).value)["x"].to_list() == [either for _, _, _, either in TRUTH]


def test_a_conditional_clause() -> None:
    """a: it holds, b: it applies. Where it does not apply it drops out of an AND; met is met if it may not apply."""
    rule = Rule(col("a"), applies=col("b"))
    table = {
        (T, T): ("m", T), (F, T): ("n", F), (N, T): ("d", N),
        (T, F): ("x", T), (F, F): ("x", T), (N, F): ("x", T),
        (T, N): ("m", T), (F, N): ("d", N), (N, N): ("d", N),
    }  # fmt: skip
    found = FRAME.with_columns(status=rule.status(), value=rule.value).rows()
    assert {(a, b): (status, value) for a, b, status, value in found} == table


def test_facts_are_asked_of_the_expressions() -> None:
    assert Rule(col("x") > 1, applies=col("y") & col("x").is_null()).facts == ["x", "y"]


def test_a_section_knows_its_tree() -> None:
    section = Section("S")
    for number in ("S.1", "S.2", "S.2.a", "S.2.a.i", "S.10"):
        section.clause(number, "a title")(lambda r: Rule(col("a")))
    section.clause("S.beside", "shown, not counted", only=col("a"))(lambda r: Rule(col("a")))
    parents = {clause.id: section.parent(clause) for clause in section}
    assert parents == {
        "S.1": None,
        "S.2": None,
        "S.2.a": "S.2",
        "S.2.a.i": "S.2.a",
        "S.10": None,
        "S.beside": None,
    }
    assert [clause.id for clause in section if section.parts(clause)] == ["S.2", "S.2.a"]
    assert [clause.id for clause in section.top_level()] == ["S.1", "S.2", "S.10"]
