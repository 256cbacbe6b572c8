"""Faults at every write of a night: what a kill leaves at each point, and errors raised at each point.

A kill leaves on disk just what had been written, so a copy of the folder made at a point of an unbroken night is what a
kill at that point leaves. The points are the calls that change the disk; a copy of a file has one in its middle too.
"""

import os
import shutil
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from pa_audit import store

CHANGES = ("fsync", "replace", "rename", "unlink", "link", "symlink", "mkdir", "rmdir", "chmod")
AtPoint = Callable[[str], None]


TIMES = 4  # a night saves many files alike: of each place in the code its first calls


@contextmanager
def points(every_point: AtPoint) -> Iterator[None]:
    """Call `every_point` before each call that changes the disk, and in the middle of each copy of a file."""
    seen = Counter[tuple[str, str, int]]()

    def at_point(name: str) -> None:
        place = (name, *_place())
        seen[place] += 1
        if seen[place] <= TIMES:
            every_point(name)

    with pytest.MonkeyPatch.context() as patch:
        for name in CHANGES:
            patch.setattr(os, name, _before(at_point, name, getattr(os, name)))
        patch.setattr(os, "open", _before_writing(at_point, os.open))
        patch.setattr(shutil, "copyfile", _halfway(at_point, shutil.copyfile))
        yield


def _place() -> tuple[str, int]:
    """Find the line of the audit that is changing the disk."""
    frame = sys._getframe(3)
    while frame.f_back and "pa_audit" not in Path(frame.f_code.co_filename).parts:
        frame = frame.f_back
    return frame.f_code.co_filename, frame.f_lineno


def _before(at_point: AtPoint, name: str, call: Callable[..., Any]) -> Callable[..., Any]:
    def hooked(*arguments: Any, **options: Any) -> Any:
        at_point(name)
        return call(*arguments, **options)

    return hooked


def _before_writing(at_point: AtPoint, call: Callable[..., int]) -> Callable[..., int]:
    def hooked(path: Any, flags: int, *arguments: Any, **options: Any) -> int:
        if flags & (os.O_WRONLY | os.O_RDWR):
            at_point("open")
        return call(path, flags, *arguments, **options)

    return hooked


def _halfway(at_point: AtPoint, call: Callable[..., Any]) -> Callable[..., Any]:
    def hooked(source: Any, target: Any, **options: Any) -> Any:
        content = Path(source).read_bytes()
        Path(target).write_bytes(content[: len(content) // 2])
        at_point("copyfile")
        return call(source, target, **options)

    return hooked


class Snapshots:
    """Copies of a folder, one at each point of a night."""

    def __init__(self, folder: Path, into: Path) -> None:
        self._folder, self._into = folder, into
        self.taken: list[tuple[str, Path]] = []
        self._busy = False

    def __call__(self, name: str) -> None:
        if not self._busy:  # copying changes the disk as well
            self._busy = True
            copy = self._into / f"{len(self.taken)}"
            shutil.copytree(self._folder, copy, symlinks=True)
            self.taken.append((name, copy))
            self._busy = False


class Failing:
    """Raise an error at one point, as a full disk or a lost permission would, and at all that follow if it `stays`."""

    def __init__(self, at: int, number: int, stays: bool) -> None:
        self._at, self._number, self._stays, self._count = at, number, stays, 0

    @property
    def quiet(self) -> bool:
        """Tell whether the night ended before the point was reached."""
        return self._count < self._at

    def __call__(self, name: str) -> None:
        self._count += 1
        removes = name in ("unlink", "rmdir")  # a full disk lets files go
        if self._count == self._at or (self._stays and self._count > self._at and not removes):
            raise OSError(self._number, os.strerror(self._number))


def published_run(database: Path) -> int:
    """Tell which run a publication shows, having checked on one connection that it is that run as a whole."""
    with store.connect(database, read_only=True) as con:
        ((run_id, *counted),) = con.execute(
            "select run_id, (counts->>'cases')::int, (counts->>'dispensings')::int, (counts->>'open_findings')::int"
            " from audit.runs where finished_at is not null order by run_id desc limit 1"
        ).fetchall()
        ((newest, *there),) = con.execute(
            "select (select max(run_id) from audit.runs), (select count(*) from audit.cases),"
            " (select count(*) from audit.dispensings), (select count(*) from audit.findings where state = 'open')"
        ).fetchall()
    assert (newest, there) == (run_id, counted)
    return int(run_id)
