"""What is written beside the queries: in order, all of it, and its errors are the night's own."""

from pathlib import Path

import pytest
from reports.sample import run_over

from pa_audit import night
from pa_audit.errors import AuditError
from pa_audit.reports import aside, compliance


def test_all_is_done_in_its_order_by_the_end_of_the_block() -> None:
    done: list[int] = []
    with aside() as later:
        for number in range(20):
            later(lambda number=number: done.append(number))  # type: ignore[misc]
    assert done == list(range(20))


def test_a_page_that_fails_is_one_line_of_the_night_without_its_words(
    database: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object, **__: object) -> str:
        raise ValueError("a patient's name")

    monkeypatch.setattr(compliance, "page", fail)
    run = run_over(database, tmp_path)
    with pytest.raises(AuditError) as caught:
        dict(night.STEPS)["report"](run)
    assert str(caught.value).startswith("report: failed with ValueError at compliance.py:")
    assert str(caught.value).endswith("; nothing was published")


def test_an_error_of_a_query_ends_the_block_once_the_pages_are_done() -> None:
    done: list[bool] = []
    with pytest.raises(ZeroDivisionError), aside() as later:
        later(lambda: done.append(True))
        raise ZeroDivisionError
    assert done
