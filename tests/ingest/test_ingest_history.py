"""Stories over several nights: keys, repeats, corrections, late members, releases, demotions."""

import json
from datetime import date
from typing import Any

import pytest
from ingest.nights import AS_OF, Nights, members, rows

from pa_audit import night, store
from pa_audit.errors import AuditError
from pa_audit.ingest import accounts

NEXT = date(2024, 7, 31)


def fates(history: Nights) -> tuple[int, int, int, int]:
    """Give read, accepted, repeated, quarantined of the last night."""
    counts = history.counts[-1]
    return tuple(counts[f"rows_{fate}"] for fate in ("read", "accepted", "repeated", "quarantined"))  # type: ignore[return-value]


def requests(*changes: dict[str, str]) -> str:
    return rows("pa_requests", *changes)


def versions(history: Nights, extract: str = "pa_requests", column: str = "pa_id") -> list[Any]:
    return history.query(f"select {column}, run_id, version_state from store.{extract} order by all")


def waiting(history: Nights) -> list[Any]:
    return history.query(
        "select run_id, source_file, row_number, reasons, state, released_run from store.quarantine order by all"
    )


def test_identical_rows_are_one_row(history: Nights) -> None:
    text = members("m1", "m1", "m2") + " m1 ,2015-03-01,f\n"
    history.night({"members.csv": text, "members_b.csv": members("m2")})
    assert fates(history) == (5, 2, 3, 0)
    assert history.query("select member_id, file_id, row_number from store.members order by 1") == [
        ("m1", 1, 1), ("m2", 1, 3)
    ]  # fmt: skip


def test_different_rows_with_one_key_are_all_quarantined_and_the_earlier_version_stays(history: Nights) -> None:
    history.night({"members.csv": members("m1")})
    history.night({"members.csv": members("m1") + "m1,2015-03-02,F\nm1,2015-03-01,F\nm1,bad,F\n"})
    assert fates(history) == (4, 0, 0, 4)
    assert history.quarantine() == {
        ("members.csv", 1): ["duplicate_key"],
        ("members.csv", 2): ["duplicate_key"],
        ("members.csv", 3): ["duplicate_key"],
        ("members.csv", 4): ["format"],
    }
    assert history.query("select birth_date::varchar from audit.members") == ["2015-03-01"]
    [(problem, raw)] = history.query(
        "select problems[1], raw->>'birth_date' from store.quarantine where row_number = 2"
    )
    assert problem == "member_id: expected one row a key in a drop, or identical ones"
    assert raw == "2015-03-02"


def test_rows_invalid_by_themselves_take_no_part_in_duplicates(history: Nights) -> None:
    history.night({"members.csv": members("m1") + "m1,2015-03-02,Q\n"})
    assert fates(history) == (2, 1, 0, 1)


def test_duplicates_are_found_across_files_and_by_the_whole_key(history: Nights) -> None:
    lines = ({"claim_line_number": "1"}, {"claim_line_number": "2"})
    history.night(
        {
            "members.csv": members(),
            "medical_claims.csv": rows("medical_claims", *lines),
            "medical_claims_b.csv": rows("medical_claims", {"claim_line_number": "2", "paid_amount": "1"}),
        }
    )
    assert history.query("select claim_line_number from audit.medical_claims") == [1]
    assert set(history.quarantine()) == {("medical_claims.csv", 2), ("medical_claims_b.csv", 1)}


def test_a_correction_replaces_and_an_equal_row_repeats_the_newest_version_only(history: Nights) -> None:
    drops = [
        members("m1"),
        "sex,birth_date,member_id\nM,2015-03-01,m1\n",
        "member_id,sex,birth_date\nm1,f,2015-03-01\n",
    ]
    for drop in drops:
        history.night({"members.csv": drop})
        assert fates(history) == (1, 1, 0, 0)
    history.night({"members.csv": "member_id,sex,birth_date\n m1,F,2015-03-01\n"})
    assert fates(history) == (1, 0, 1, 0)
    assert versions(history, "members", "member_id") == [
        ("m1", 1, "superseded"), ("m1", 2, "superseded"), ("m1", 3, "current")
    ]  # fmt: skip


def test_a_file_that_was_read_before_is_wholly_repeated(history: Nights) -> None:
    text = members("m1", "m2") + "m3,bad,F\nm4\n"
    history.night({"members.csv": text})
    history.night({"members_again.csv": text, "members_new.csv": members("m5")})
    assert fates(history) == (5, 1, 4, 0)
    assert history.file("status") == {"members_again.csv": "repeated", "members_new.csv": "read"}
    assert history.file("rows_repeated")["members_again.csv"] == 4


@pytest.mark.parametrize("name", ["members.parquet", "members.csv"])
def test_a_repeated_file_is_not_read_again_whatever_its_name_says_it_is(history: Nights, name: str) -> None:
    """Content that was read as CSV is no Parquet file: it is repeated all the same, and fails no night."""
    history.night({"members.csv": members("m1", "m2")})
    history.night({name: members("m1", "m2"), "members_new.csv": members("m3")})
    assert history.file("status") == {name: "repeated", "members_new.csv": "read"}
    assert fates(history) == (3, 1, 2, 0)


def test_the_same_content_under_another_extract_or_refused_before_is_no_repeat(history: Nights) -> None:
    both = "member_id,birth_date,sex,pa_id\nm1,2015-03-01,F,p1\n"
    history.night({"pa_requests.csv": both})
    assert history.file("reason")["pa_requests.csv"].startswith("missing_column:line_of_business,")
    history.night({"members.csv": both})
    assert fates(history) == (1, 1, 0, 0)


def test_a_member_that_comes_late_releases_what_waited(history: Nights) -> None:
    claim = {"note": "as delivered"}
    history.night({"pa_requests.csv": requests({"pa_id": "p1"}), "pharmacy_claims.csv": rows("pharmacy_claims", claim)})
    assert fates(history) == (2, 0, 0, 2)
    assert waiting(history) == [
        (1, "pa_requests.csv", 1, ["unknown_member"], "waiting", None),
        (1, "pharmacy_claims.csv", 1, ["unknown_member"], "waiting", None),
    ]
    assert history.query("select raw->>'note' from store.quarantine order by 1") == ["as delivered", None]
    history.night({"members.csv": members()})
    assert fates(history) == (1, 1, 0, 0)
    assert {row[4:] for row in waiting(history)} == {("released", 2)}
    assert history.query("select pa_id from audit.pa_requests") == ["p1"]
    history.night({"members.csv": members("m9")})
    assert {row[4:] for row in waiting(history)} == {("released", 2)}


def test_a_future_row_waits_for_its_day(history: Nights) -> None:
    history.night({"members.csv": members(), "pa_requests.csv": requests({"received_at": "2024-07-01T00:00"})})
    assert waiting(history) == [(1, "pa_requests.csv", 1, ["future_date"], "waiting", None)]
    history.night({"members.csv": members("m2")}, as_of=date(2024, 7, 1))
    assert versions(history) == [("p1", 1, "current")]


@pytest.mark.parametrize(
    ("extract", "column"),
    [
        ("pa_requests", "received_at"),
        ("growth_measurements", "measured_date"),
        ("pharmacy_claims", "dispensing_date"),
        ("medical_claims", "claim_line_start_date"),
    ],
)
def test_the_as_of_date_itself_is_not_the_future(history: Nights, extract: str, column: str) -> None:
    clock = "T23:59" if column == "received_at" else ""
    key = {"pa_requests": "pa_id", "growth_measurements": "measurement_id"}.get(extract, "claim_id")
    days = ({key: "a", column: f"2024-06-30{clock}"}, {key: "b", column: f"2024-07-01{clock}"})
    history.night({"members.csv": members(), f"{extract}.csv": rows(extract, *days)})
    assert history.quarantine() == {(f"{extract}.csv", 2): ["future_date"]}


def test_all_reasons_beyond_the_row_and_their_change_while_it_waits(history: Nights) -> None:
    changes = {"measured_date": "2015-02-28"}, {"measurement_id": "g2", "measured_date": "2024-07-01"}
    history.night({"growth_measurements.csv": rows("growth_measurements", *changes)})
    assert list(history.quarantine().values()) == [["unknown_member"], ["future_date", "unknown_member"]]
    history.night({"members.csv": members()})
    assert list(history.quarantine().values()) == [["before_birth"], ["future_date"]]
    problems = history.query("select problems[1] from store.quarantine order by row_number")
    assert problems == [
        "measured_date: expected no date before the member's birth_date",
        "measured_date: expected no date after the as-of date of the run",
    ]


def test_a_measurement_of_the_day_of_birth_is_not_before_it(history: Nights) -> None:
    changes = {"measured_date": "2015-02-28"}, {"measurement_id": "g2", "measured_date": "2015-03-01"}
    history.night({"members.csv": members(), "growth_measurements.csv": rows("growth_measurements", *changes)})
    assert history.query("select measurement_id from audit.growth_measurements") == ["g2"]
    assert list(history.quarantine().values()) == [["before_birth"]]


def test_a_corrected_birth_date_demotes_and_a_second_correction_releases(history: Nights) -> None:
    measured = rows("growth_measurements", {"measured_date": "2016-01-01", "height_cm": "70.5"})
    history.night({"members.csv": members(), "growth_measurements.csv": measured})
    history.night({"members.csv": "member_id,birth_date,sex\nm1,2017-01-01,F\n"})
    assert waiting(history) == [(2, "growth_measurements.csv", 1, ["before_birth"], "waiting", None)]
    assert fates(history) == (1, 1, 0, 0)  # the accounts of a file close in its own night
    [raw] = history.query("select raw->>'height_cm' from store.quarantine")
    assert raw == "70.500000"
    assert history.query("select * from audit.growth_measurements") == []
    history.night({"members.csv": "member_id,birth_date,sex\nm1,2015-01-01,F\n"})
    assert waiting(history) == [(2, "growth_measurements.csv", 1, ["before_birth"], "released", 3)]
    assert versions(history, "growth_measurements", "measurement_id") == [("g1", 1, "current")]


def test_a_row_set_aside_later_is_written_as_an_extract_may_hold_it(history: Nights) -> None:
    written = {"received_at": "2024-06-30T09:30", "malignancy": "Y", "weight_kg": "20.5", "weight_date": "2024-06-01"}
    history.night({"members.csv": members(), "pa_requests.csv": requests(written)})
    history.night({"members.csv": members("m2")}, as_of=date(2024, 6, 29))
    [raw] = history.query("select raw->>'$' from store.quarantine")
    again = {name: value for name, value in json.loads(raw).items() if value is not None}
    history.night({"pa_requests.csv": rows("pa_requests", again)}, as_of=date(2024, 6, 29))
    assert fates(history) == (1, 0, 1, 0)  # read again, it says the same


def test_the_current_version_is_the_newest_that_passes(history: Nights) -> None:
    history.night({"members.csv": members(), "pa_requests.csv": requests({"dose_mg": "1"})})
    history.night({"pa_requests.csv": requests({"dose_mg": "2", "member_id": "m2"})})
    assert versions(history) == [("p1", 1, "current"), ("p1", 2, "waiting")]
    history.night({"pa_requests.csv": requests({"dose_mg": "3"})})
    assert versions(history) == [("p1", 1, "superseded"), ("p1", 2, "waiting"), ("p1", 3, "current")]
    history.night({"members.csv": members("m2")})
    assert [row[3:] for row in waiting(history)] == [(["unknown_member"], "released", 4)]
    assert versions(history) == [("p1", 1, "superseded"), ("p1", 2, "superseded"), ("p1", 3, "current")]
    assert history.query("select dose_mg::double from audit.pa_requests") == [3.0]


def test_a_waiting_correction_takes_over_when_it_passes(history: Nights) -> None:
    history.night({"members.csv": members(), "pa_requests.csv": requests({})})
    history.night({"pa_requests.csv": requests({"member_id": "m2"})})
    history.night({"pa_requests_b.csv": requests({"member_id": "m2", "state": ""})})
    assert fates(history) == (1, 0, 1, 0)  # equal to the newest version, though that one waits
    history.night({"members.csv": members("m2")})
    assert versions(history) == [("p1", 1, "superseded"), ("p1", 2, "current")]
    assert [row[4:] for row in waiting(history)] == [("released", 4)]


def test_a_quiet_night_changes_no_row(history: Nights) -> None:
    files = {"members.csv": members(), "pa_requests.csv": requests({}, {"pa_id": "p2", "member_id": "x"})}
    history.night(files)
    before = [history.query(f"from store.{name}") for name in ("members", "pa_requests", "quarantine")]
    history.night(files)
    assert fates(history) == (3, 0, 3, 0)
    assert [history.query(f"from store.{name}") for name in ("members", "pa_requests", "quarantine")] == before


def test_the_history_of_files_has_every_night(history: Nights) -> None:
    history.night({"members.csv": members()})
    history.night({"members.csv": members("m2"), "pa_requests.csv": ""})
    assert history.query("select file_id, run_id, source_file, status from store.files order by 1") == [
        (1, 1, "members.csv", "read"), (2, 2, "members.csv", "read"), (3, 2, "pa_requests.csv", "refused")
    ]  # fmt: skip


def test_accounts_that_do_not_balance_fail_the_run_with_file_and_counts(
    history: Nights, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(accounts, "_fates", lambda con: [(1, "accepted", 1)])
    with pytest.raises(AuditError) as failure:
        history.night({"members.csv": members("m1", "m2")})
    assert str(failure.value) == "ingest: members.csv: read 2 rows, but 1 accepted, 0 repeated, 0 quarantined"


def test_what_a_library_says_never_leaves_the_step(history: Nights, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise store.DatabaseError("duplicate key Jane Doe")

    monkeypatch.setattr(store, "append", fail)
    with pytest.raises(AuditError) as failure, night.guarded("ingest"):
        history.night({"members.csv": members()})
    assert "Jane" not in str(failure.value)
    assert failure.value.__suppress_context__


def test_as_of_bounds_birth_dates_in_each_drop_anew(history: Nights) -> None:
    text = rows("members", {"birth_date": "2024-07-01"})
    history.night({"members.csv": text}, as_of=AS_OF)
    history.night({"members.csv": text.replace("F", "M")}, as_of=NEXT)
    assert history.quarantine() == {("members.csv", 1): ["range"]}
    assert history.query("select sex from audit.members") == ["M"]
