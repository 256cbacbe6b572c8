"""Own process, CPU seconds, peak memory, in turns, medians: how everything here is measured."""

import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from time import sleep
from typing import NamedTuple

PA_AUDIT = Path(sys.executable).with_name("pa-audit")


class Cost(NamedTuple):
    """What a process took: CPU seconds of all its threads, MiB of memory at its peak, and what it printed."""

    cpu: float
    memory: float
    output: str = ""


@dataclass(frozen=True)
class Figure:
    """One line of the table: a figure measured in several rounds, and the goal that it is held against, if any."""

    name: str
    at: str
    rounds: Sequence[float]
    unit: str = "x"
    at_most: float | None = None
    at_least: float | None = None

    @property
    def goal(self) -> str:
        """Write the goal."""
        if self.at_most is not None:
            return f"<= {self.at_most:,g} {self.unit}"
        return f">= {self.at_least:,g} {self.unit}" if self.at_least is not None else "reported"

    @property
    def met(self) -> bool | None:
        """Tell whether the median reaches the goal."""
        if self.at_most is not None:
            return median(self.rounds) <= self.at_most
        return median(self.rounds) >= self.at_least if self.at_least is not None else None

    def row(self) -> tuple[str, ...]:
        """Write the figure as a line of the table."""
        verdict = {True: "met", False: "MISSED", None: ""}[self.met]
        return self.name, self.at, self.goal, f"{spread(self.rounds)} {self.unit}", verdict


def cost(*command: object) -> Cost:
    """Run a command to its end; leave when it fails.

    Memory is looked up while it runs, fifty times a second: what the system says in the end is at least what this
    process had itself.
    """
    words = [str(word) for word in command]
    with tempfile.TemporaryFile("w+") as printed:
        child = subprocess.Popen(words, stdout=printed, stderr=subprocess.DEVNULL)
        memory = 0.0
        while not os.waitid(os.P_PID, child.pid, os.WEXITED | os.WNOHANG | os.WNOWAIT):
            memory = max(memory, _held(child.pid))
            sleep(0.02)
        _, child.returncode, used = os.wait4(child.pid, 0)
        if child.returncode:
            sys.exit(f"failed: {' '.join(words)}")
        printed.seek(0)
        return Cost(used.ru_utime + used.ru_stime, memory, printed.read())


def _held(process: int) -> float:
    """Sum what a process and those that it has started hold at this moment, in MiB; no less than its own peak.

    A page that two of them share counts twice.
    """
    family = [process, *_started(process)]
    return max(_status(process, "VmHWM:"), sum(_status(one, "VmRSS:") for one in family))


def _started(process: int) -> list[int]:
    """List the processes that a process has started, those of theirs too."""
    try:
        files = [file.read_text() for file in Path(f"/proc/{process}/task").glob("*/children")]
    except OSError:  # it has just ended
        return []
    children = [int(child) for file in files for child in file.split()]
    return [one for child in children for one in (child, *_started(child))]


def _status(process: int, field: str) -> float:
    """Read a figure that the system keeps of a process, in MiB; none of one that has just ended."""
    try:
        lines = Path(f"/proc/{process}/status").read_text().splitlines()
    except OSError:
        return 0.0
    return sum(int(line.split()[1]) / 1024 for line in lines if line.startswith(field))


def python(*words: object) -> Cost:
    """Run a file, or a line, of Python in a process of its own."""
    return cost(sys.executable, *words)


def in_turns(ways: Mapping[str, Callable[[], Cost]], rounds: int) -> dict[str, list[Cost]]:
    """Take all ways in turns, so that whatever else the machine does meets them alike.

    No round is left out: the files were written a moment before, and lie in memory.
    """
    turns = [{name: way() for name, way in ways.items()} for _ in range(rounds)]
    return {name: [turn[name] for turn in turns] for name in ways}


def ratios(ours: Sequence[float], theirs: Sequence[float]) -> list[float]:
    """Set each round of ours against the same round of theirs."""
    return [one / other for one, other in zip(ours, theirs, strict=True)]


def net(costs: Sequence[Cost], imports: Sequence[Cost]) -> list[float]:
    """Give the CPU seconds of each round without those of the imports."""
    return [one.cpu - start.cpu for one, start in zip(costs, imports, strict=True)]


def spread(values: Sequence[float]) -> str:
    """Write a median with its range, in three digits."""
    low, high = min(values), max(values)
    return f"{digits(median(values))} ({digits(low)} to {digits(high)})" if len(values) > 1 else digits(low)


def digits(value: float) -> str:
    """Write a number in three digits, whole ones in full."""
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:.3g}"


def show(figures: Sequence[Figure]) -> None:
    """Print figures as a table."""
    rows = [("figure", "at", "goal", "measured", "verdict"), *(figure.row() for figure in figures)]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        print("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip())
