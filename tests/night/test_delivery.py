"""When a drop is complete: a marker written last, or a quiet period; without a rule, as it stands."""

import os
from pathlib import Path

import pytest

from pa_audit import delivery
from pa_audit.config import DropRules
from pa_audit.errors import UsageError

MARKED, QUIET = DropRules(marker="COMPLETE"), DropRules(quiet_minutes=10)
BOTH = DropRules(marker="COMPLETE", quiet_minutes=10)
MINUTE = 60.0


def drop(folder: Path, **written: int) -> Path:
    """Make a drop whose files were written at these minutes."""
    for name, minute in written.items():
        (folder / name).touch()
        os.utime(folder / name, (minute * 60, minute * 60))
    return folder


@pytest.mark.parametrize(
    ("rules", "files", "lack"),
    [
        (DropRules(), {}, None),
        (DropRules(), {"members": 1}, None),
        (MARKED, {"members": 1}, "expected the marker file COMPLETE"),
        (MARKED, {"members": 1, "COMPLETE": 2}, None),
        (MARKED, {"members": 1, "COMPLETE": 1}, None),
        (MARKED, {"members": 2, "COMPLETE": 1}, "to be the last one written, found a newer file"),
    ],
)
def test_the_marker_is_there_and_no_file_is_newer(
    tmp_path: Path, rules: DropRules, files: dict[str, int], lack: str | None
) -> None:
    found = delivery.lacking(drop(tmp_path, **files), rules, now=0)
    assert found is None if lack is None else lack in str(found)


@pytest.mark.parametrize(("minutes", "complete"), [(0, False), (9.9, False), (10.1, True)])
@pytest.mark.parametrize("rules", [QUIET, BOTH])
def test_quiet_counts_from_the_last_change_whatever_date_a_copy_brought(
    tmp_path: Path, rules: DropRules, minutes: float, complete: bool
) -> None:
    drop(tmp_path, members=1, COMPLETE=2)  # of 1970: as old as it says, it came just now
    changed = max(path.stat().st_ctime for path in [tmp_path, *tmp_path.iterdir()])
    lack = delivery.lacking(tmp_path, rules, now=changed + minutes * MINUTE)
    assert (lack is None) is complete
    assert complete or f"found one {minutes:.0f} minutes ago" in str(lack)


def test_a_folder_that_has_not_come_yet_is_waited_for(tmp_path: Path) -> None:
    assert "No such file" in str(delivery.lacking(tmp_path / "tomorrow", MARKED, now=0))


def test_an_empty_folder_is_quiet_but_no_drop(tmp_path: Path) -> None:
    assert delivery.lacking(tmp_path, QUIET, now=2**32) == "expected files, found none"


def test_a_link_to_nowhere_holds_nothing_up(tmp_path: Path) -> None:
    (tmp_path / "members.csv").symlink_to("nowhere")
    assert delivery.lacking(tmp_path, QUIET, now=2**32) is None


def test_a_marker_that_is_a_folder_is_none(tmp_path: Path) -> None:
    (tmp_path / "COMPLETE").mkdir()
    assert delivery.lacking(tmp_path, MARKED, now=0)


def test_waiting_ends_when_the_drop_is_complete(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pauses = []

    def pause(seconds: float) -> None:
        pauses.append(seconds)
        if len(pauses) == 3:
            drop(tmp_path, COMPLETE=1)

    monkeypatch.setattr(delivery.time, "sleep", pause)
    delivery.take(tmp_path, MARKED, minutes=1)
    assert pauses == [delivery.POLL_SECONDS] * 3


def test_without_patience_an_incomplete_drop_is_refused_at_once(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"the drop is not complete: expected the marker file COMPLETE$"):
        delivery.take(tmp_path, MARKED)
