"""Rows of an extract against the run that last read it: a fall beyond the configured share is counted and said."""

import pytest
from ingest.nights import Nights, members

from pa_audit import store
from pa_audit.ingest.falls import falls

TEN = members(*(f"m{n}" for n in range(10)))


def fell(history: Nights, max_fall: float | None) -> dict[str, int]:
    with store.connect(history.folder / "audit.duckdb.d" / "scratch" / "master.duckdb", read_only=True) as con:
        return falls(con, len(history.counts), max_fall)


@pytest.mark.parametrize(
    ("rows", "max_fall", "expected"),
    [
        (11, 0.0, {}),
        (10, 0.0, {}),
        (9, 0.0, {"rows_fell_members": 1}),
        (6, 0.5, {}),
        (5, 0.5, {}),
        (4, 0.5, {"rows_fell_members": 6}),
        (4, None, {}),
    ],
)
def test_a_fall_is_more_than_the_share(
    history: Nights, rows: int, max_fall: float | None, expected: dict[str, int], caplog: pytest.LogCaptureFixture
) -> None:
    history.night({"members.csv": TEN})
    history.night({"members.csv": members(*(f"n{n}" for n in range(rows)))})
    assert fell(history, max_fall) == expected
    said = f"members: {rows} rows read, 10 the last time: more than drop.max_fall fewer"
    assert (said in caplog.messages) is bool(expected)


def test_an_extract_that_does_not_come_fell_whole_whatever_came_between(history: Nights) -> None:
    other = {"growth_measurements.csv": "measurement_id,member_id,measured_date\ng1,m0,2024-01-01\n"}
    history.night({"members.csv": TEN} | other)
    history.night(other)
    history.night(other)
    assert fell(history, 0.5) == {"rows_fell_members": 10}


def test_files_of_one_extract_count_together_and_repeated_ones_count(history: Nights) -> None:
    history.night({"members_1.csv": TEN, "members_2.csv": TEN})
    history.night({"members_1.csv": TEN, "members_2.csv": members(*(f"m{n}" for n in range(11)))})
    assert fell(history, 0.0) == {}


def test_the_first_night_has_nothing_to_fall_from(history: Nights) -> None:
    history.night({"members.csv": TEN})
    assert fell(history, 0.0) == {}
