"""What reviewers hand back: rows that refer to findings, lists half filled in, words of a short list."""

import pytest
from ingest.nights import Nights, members, rows

from pa_audit.ingest import csv_file, nightly

FACTS = "0123456789abcdef" * 4


def dispositions(*changes: dict[str, str]) -> str:
    return rows("dispositions", *changes)


def known(history: Nights, *finding_ids: str) -> Nights:
    """Start with a night after which these findings are known."""
    history.night({"members.csv": members()})
    history.found(*finding_ids)
    return history


def current(history: Nights) -> list[object]:
    return history.query("select finding_id, disposition from audit.dispositions order by 1")


ROWS: list[tuple[dict[str, str], list[str] | None]] = [
    ({}, None),
    ({"disposition": "confirmed "}, None),
    ({"disposition": "PENDING"}, None),
    ({"disposition": "REFERRED"}, None),
    ({"disposition": "CORRECTED"}, None),
    ({"disposition": "RECOVERED"}, None),
    ({"disposition": "OK"}, ["enumeration"]),
    ({"disposition": "DISMISSED"}, ["dismissal_without_reason"]),
    ({"disposition": "DISMISSED", "reason": "weight was in pounds"}, None),
    ({"disposition": ""}, ["required"]),
    ({"finding_id": ""}, ["required"]),
    ({"reviewer": ""}, ["required"]),
    ({"disposition_date": ""}, ["required"]),
    ({"disposition_date": "6/1/2024"}, ["format"]),
    ({"disposition_date": "2024-06-30"}, None),
    ({"disposition_date": "2024-07-01"}, ["future_date"]),
    ({"facts_sha256": FACTS}, None),
    ({"facts_sha256": FACTS[:-1]}, ["format"]),
    ({"finding_id": "unknown"}, ["unknown_finding"]),
]


def test_what_a_disposition_must_say(history: Nights) -> None:
    ids = [f"f{number}" for number in range(len(ROWS))]
    text = dispositions(*({"finding_id": name} | change for name, (change, _) in zip(ids, ROWS, strict=True)))
    known(history, *ids).night({"dispositions.csv": text})
    found = history.quarantine()
    for number, (change, reasons) in enumerate(ROWS, start=1):
        assert found.get(("dispositions.csv", number)) == reasons, change


def test_a_disposition_waits_for_its_finding(history: Nights) -> None:
    known(history).night({"dispositions.csv": dispositions()})
    assert history.query("select reasons, problems, state from store.quarantine") == [
        (["unknown_finding"], ["finding_id: expected a finding of an earlier run"], "waiting")
    ]
    history.found("f1")
    history.night({"members.csv": members("m2")})
    assert history.query("select state, released_run from store.quarantine") == [("released", 3)]
    assert current(history) == [("f1", "CONFIRMED")]


def test_a_later_decision_replaces_and_the_same_one_repeats(history: Nights) -> None:
    known(history, "f1").night({"dispositions.csv": dispositions({"disposition": "PENDING"})})
    history.night({"dispositions.csv": dispositions()})
    history.night({"dispositions_again.csv": dispositions({"reason": ""})})
    assert history.counts[-1]["rows_repeated"] == 1
    assert current(history) == [("f1", "CONFIRMED")]


BLANK = {"disposition": "", "reviewer": "", "disposition_date": "", "facts_sha256": FACTS}


def test_rows_of_a_list_that_nobody_filled_in_say_nothing(history: Nights) -> None:
    """Two reviewers share one list: each hands all of it back."""
    done = dispositions(
        {"facts_sha256": FACTS}, BLANK | {"finding_id": "f2"}, BLANK | {"finding_id": "", "facts_sha256": ""}
    )
    other = dispositions(BLANK, {"finding_id": "f2", "disposition": "REFERRED"})
    known(history, "f1", "f2").night({"dispositions_a.csv": done, "dispositions_b.csv": other})
    assert history.quarantine() == {}
    assert history.file("(rows_read, rows_accepted, rows_repeated)") == {
        "dispositions_a.csv": (3, 1, 2), "dispositions_b.csv": (2, 1, 1)
    }  # fmt: skip
    assert current(history) == [("f1", "CONFIRMED"), ("f2", "REFERRED")]


def test_a_row_with_any_answer_does_not_go_unsaid(history: Nights) -> None:
    answers = (
        {"disposition_date": "soon"},
        {"reason": "unclear"},
        {"reviewer": "R. Viewer"},
        {"disposition_date": "2024-06-01"},
    )
    text = dispositions(*(BLANK | answer for answer in answers))
    known(history, "f1").night({"dispositions.csv": text})
    assert [reasons for _, reasons in sorted(history.quarantine().items())] == [["format", "required"]] + [
        ["required"]
    ] * 3


def test_a_blank_row_of_a_file_that_is_then_refused_is_not_counted(
    history: Nights, monkeypatch: pytest.MonkeyPatch
) -> None:
    known(history, "f1")
    for module, name, size in ((csv_file, "BLOCK", 128), (csv_file, "LONGEST_RECORD", 256), (nightly, "LOT", 1)):
        monkeypatch.setattr(module, name, size)
    history.night({"dispositions.csv": dispositions(BLANK) + "x" * 1000 + "\n"})
    account = history.query("select status, reason, rows_read, rows_repeated from store.files where run_id = 2")
    assert account == [("refused", "record_too_long", 0, 0)]
