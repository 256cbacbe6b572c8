"""Reviewers' answers on clauses: whose count, and when they say something about the engine."""

from collections.abc import Callable

import duckdb
import pytest
from harness import Night

from .conftest import Typed

Decided = Callable[..., tuple[int, str, str]]
UNITS, EVERY, FIRST = "true", "true", "place = 1"


@pytest.fixture
def decided(typed: Typed, night: Night) -> Decided:
    """Draw four approvals and take answers as (reviewer, which units as a whole, which clauses); appraise."""
    on = ("--database", night.database)

    def answer(*answers: tuple[str, str, str], options: tuple[str, ...] = ()) -> tuple[int, str, str]:
        assert typed("sample", "draw", "c", *on, "--frame", "approved_cases", "--size", 4, "--seed", 1)[0] == 0
        night.database.chmod(0o600)
        with duckdb.connect(str(night.database)) as con:
            con.execute(
                "create temp table asked as select u.unit, c.clause, row_number() over (partition by u.unit) as place"
                " from audit.sample_units as u join audit.cases as p using (pa_id)"
                " join audit.criteria as c using (pa_id)"
                " join audit.clauses as k on k.clause = c.clause and k.pathway = p.pathway where u.role = 'sample'"
            )
            version = "1 as run_id, 1 as file_id, 1 as row_number, 'current' as version_state"
            for who, units, clauses in answers:
                for row in (
                    f"select distinct unit, 'unit' as item, 'CORRECT' as decision from asked where {units}",
                    f"select unit, clause as item, 'MET' as decision from asked where {clauses}",
                ):
                    con.execute(
                        f"insert into store.reviews by name select 'c' as sample_id, ? as reviewer, *, {version}"
                        f" from ({row})",
                        [who],
                    )
        return typed("sample", "appraise", "c", *on, *options)

    return answer


@pytest.mark.parametrize(
    ("answers", "read"),
    [
        ([("Ann", UNITS, "false")], 0),
        ([("Ann", UNITS, FIRST)], 0),  # a clause of each unit is no unit read
        ([("Ann", UNITS, "unit > (select min(unit) from asked)")], 3),
        ([("Ann", UNITS, "unit > (select min(unit) from asked) or place > 1")], 3),
        ([("Ann", UNITS, EVERY)], 4),
        ([("Ann", UNITS, "false"), ("Bob", "false", EVERY)], 4),
        ([("Ann", UNITS, FIRST), ("Bob", "false", "place > 1")], 4),
        ([("Ann", "unit > (select min(unit) from asked)", EVERY)], 4),  # the unit itself is blank
    ],
)
def test_the_engine_is_judged_where_every_clause_is_decided(
    decided: Decided, answers: list[tuple[str, str, str]], read: int
) -> None:
    code, text, err = decided(*answers)
    assert code == 0, err
    assert ("of 4 units (" in text and "The engine differs from the reviewer in a clause" in text) == (read == 4)
    unread = f"share of errors is not estimated: all clauses were decided of {read} of the 4 units"
    assert (unread in text) == (read < 4)


def test_of_two_who_decided_a_clause_one_counts(decided: Decided) -> None:
    code, _, err = decided(("Ann", UNITS, EVERY), ("Bob", "false", EVERY))
    assert code == 2 and "4 units were read by Ann, Bob: say whose word counts" in err


def test_the_one_named_first_counts_clause_by_clause(decided: Decided) -> None:
    both = (("Ann", UNITS, FIRST), ("Bob", "false", EVERY))
    code, text, err = decided(*both, options=("--reviewer", "Ann"))
    assert code == 0, err
    assert "The engine differs from the reviewer in a clause" in text
    assert "Ann and Bob, all clauses: 4 of 4 alike" in text


def test_clauses_alone_decide_no_unit(decided: Decided) -> None:
    code, _, err = decided(("Ann", "false", EVERY))
    assert code == 2 and "no unit of sample c is decided as a whole: 4 have clauses alone" in err
