"""How results look on a terminal: plain aligned lines when piped, colour and a spinner only for people.

Rich is imported where it draws: a night that nobody watches does without.
"""

import csv
import json
import logging
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from decimal import Decimal
from logging.handlers import MemoryHandler
from typing import TYPE_CHECKING, Any

from pa_audit.inert import inert
from pa_audit.json_text import json_text

if TYPE_CHECKING:
    from rich.console import Console
    from rich.text import Text
    from rich.tree import Tree

    from pa_audit.reports.words import Words

Row = dict[str, Any]
STYLES = {"met": "green", "not_met": "red", "not_documented": "yellow", "not_applicable": "dim"}
SEVERITIES = {"high": "bold red", "medium": "yellow", "advisory": "cyan"}
PIPED_WIDTH = 10_000  # never wrap what another program reads


def console(*, to_stderr: bool = False) -> "Console":
    """Give a console that wraps only on a terminal and takes no text for markup."""
    from rich.console import Console

    stream = sys.stderr if to_stderr else sys.stdout
    width = None if stream.isatty() else PIPED_WIDTH
    return Console(file=stream, width=width, highlight=False, markup=False, emoji=False)


@contextmanager
def working(what: str) -> Iterator[Callable[[str], None]]:
    """Say what is being done while it is: a spinner on a terminal, nothing when piped.

    Gives what to call with the name of each step as it begins.
    """
    if not sys.stderr.isatty():
        yield lambda step: None
        return
    with console(to_stderr=True).status(what) as status:
        yield lambda step: status.update(f"{what}: {step}")


class _Prefixed(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        return f"{'warning' if record.levelno >= logging.ERROR else 'note'}: {super().format(record)}"


@contextmanager
def notes() -> Iterator[None]:
    """Print at the end what the audit logged meanwhile, such as files it left out; it logs no values.

    What is logged as an error, such as a refused file, is a warning here: somebody has to do something.
    """
    lines = logging.StreamHandler(sys.stdout)
    lines.setFormatter(_Prefixed("%(message)s"))
    kept = MemoryHandler(capacity=100_000, flushLevel=logging.CRITICAL + 1, target=lines)
    logger = logging.getLogger("pa_audit")
    logger.addHandler(kept)
    try:
        yield
    finally:
        logger.removeHandler(kept)
        kept.close()


def table(columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> Iterator[str]:
    """Lay out rows as aligned lines under their header; numbers to the right, null as an empty cell."""
    if not columns:
        return
    cells = [tuple(row) for row in rows]
    right = [
        all(row[at] is None or isinstance(row[at], int | float | Decimal) for row in cells)
        for at in range(len(columns))
    ]
    texts = [tuple(columns), *(tuple(map(cell, row)) for row in cells)]
    widths = [max(map(len, column)) for column in zip(*texts, strict=True)]
    lines = [texts[0], tuple("-" * width for width in widths), *texts[1:]]
    for line in lines:
        aligned = [t.rjust(w) if r else t.ljust(w) for t, w, r in zip(line, widths, right, strict=True)]
        yield "  ".join(aligned).rstrip()


def as_csv(columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Write rows to standard output as CSV, one line end a row as the shell's tools expect; no text is a formula."""
    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows([inert(_scalar(value)) for value in row] for row in rows)


def as_json(columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Write rows to standard output as JSON, one object a line."""
    for row in rows:
        print(json_text(dict(zip(columns, row, strict=True))))


def cell(value: Any) -> str:
    """Write one value on one line: control characters, which extracts may hold, are shown and not obeyed."""
    text = "" if value is None else str(_scalar(value))
    return "".join(char if char.isprintable() else repr(char)[1:-1] for char in text)


def case_tree(
    words: "Words",
    pa_id: str,
    facts: Row,
    clauses: list[Row],
    phrases: list[str],
    readings: list[Row],
    asks: list[Row],
    findings: list[Row],
) -> "Tree":
    """Draw a case: facts, a tree of clauses with evidence, what readings change, what would settle it, findings."""
    from rich.text import Text
    from rich.tree import Tree

    tree = Tree(Text(f"case {cell(pa_id)}", style="bold"), guide_style="dim")
    for name, value in facts.items():
        if value is not None:
            tree.add(Text(f"{name.replace('_', ' ')}: {fact(value)}"))
    if not clauses:
        tree.add(Text(cell(words.unjudged(facts)), style="bold"))
    branches = {None: tree.add(Text("clauses", style="bold"))} if clauses else {}
    parents = {row["parent"] for row in clauses}
    for row in clauses:
        above = branches.get(row["parent"], branches[None])
        branches[row["clause"]] = above.add(_clause(words, row, shows_parts=row["clause"] in parents))
    if phrases:
        tree.add(_phrases(phrases))
    tree.add(_readings(words, readings))
    if asks:
        tree.add(_asked(words, asks))
    found = tree.add(Text("findings" if findings else "no findings", style="bold"))
    for row in findings:
        found.add(_finding(row))
    return tree


def _clause(words: "Words", row: Row, shows_parts: bool) -> "Text":
    from rich.text import Text

    status = row["status"]
    line = Text.assemble(f"{row['clause']} ", (status.replace("_", " "), STYLES.get(status, "")))
    line.append(f"  {cell(row['title'])}")
    if shows_parts:
        return line
    notes = [
        ", ".join(f"{name} {fact(value)}" for name, value in json.loads(row["evidence"], parse_float=Decimal).items())
    ]
    notes.append(words.because(row["reason"]) if row["reason"] not in (None, "value") else "")
    notes.append(f"reads {row['reading']}" if row["reading"] else "")
    line.append("".join(f"\n{note}" for note in notes if note), style="dim")
    return line


def _phrases(phrases: list[str]) -> "Text":
    """Say how the ambiguous phrases are read that the clauses name."""
    from rich.text import Text

    line = Text("how ambiguous phrases are read", style="bold")
    return line.append("".join(f"\n{phrase}" for phrase in phrases), style="not bold")


def _readings(words: "Words", readings: list[Row]) -> "Text":
    """Say what would come out otherwise under the other reading of a phrase."""
    from rich.text import Text

    if not readings:
        return Text("no other reading changes this case")
    line = Text("under the other reading, that one alone", style="bold")
    for row in readings:
        line.append(f"\n{row['reading']}: {words.hanging(**row)}", style="not bold")
    return line


def _asked(words: "Words", asks: list[Row]) -> "Text":
    """Say what would settle an undocumented approval."""
    from rich.text import Text

    if asks[0]["ask"] is None:
        return Text(f"no missing fact would settle it: {', '.join(row['clause'] for row in asks)} in the way")
    line = Text("to settle it, ask for", style="bold")
    for row in asks:
        line.append(f"\n{row['clause'] + ' ' if row['clause'] else ''}{words.asked(row['ask'])}", style="not bold")
    return line


def _finding(row: Row) -> "Text":
    """Write a finding: how grave, what kind, the facts in a sentence, its dollars and the claims it rests on."""
    from rich.text import Text

    from pa_audit.reports import words

    line = Text.assemble((row["severity"], SEVERITIES.get(row["severity"], "")), f" {row['kind']}")
    line.append(f" ({row['state']})" if row["state"] != "open" else "")
    line.append(f"\n{cell(row['summary'])}")
    at_risk = "paid within the authorization, at risk" if row["of_span"] else "at risk"
    amounts = {at_risk: row["amount_at_risk"], "excess": row["excess_amount"]}
    notes = [", ".join(f"{name} {words.dollars(value)}" for name, value in amounts.items() if value is not None)]
    notes.append(f"claims {', '.join(map(cell, row['claim_ids']))}" if row["claim_ids"] else "")
    notes.append(_disposition(row) if row["disposition"] else "")
    line.append("".join(f"\n{note}" for note in notes if note), style="dim")
    return line


def _disposition(row: Row) -> str:
    """Say what a reviewer decided of a finding, and whether that was on other facts than it has now."""
    changed = f" ({row['disposition_state']})" if row["disposition_state"] != "stands" else ""
    why = f": {cell(row['disposition_reason'])}" if row["disposition_reason"] else ""
    return f"{row['disposition']}{changed} by {cell(row['reviewer'])} on {row['disposition_date']}{why}"


def fact(value: Any) -> str:
    """Write a fact for people: yes and no, no trailing zeros, silence as `none`."""
    if value is None:
        return "none"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    return cell(value)


def _scalar(value: Any) -> Any:
    return json_text(value) if isinstance(value, list | dict) else value
