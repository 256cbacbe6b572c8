"""A case on a terminal: facts, a tree of its clauses, what readings change, what would settle it, findings."""

import json
from decimal import Decimal
from typing import Any

from rich.text import Text
from rich.tree import Tree

from pa_audit.reports.formats import dollars
from pa_audit.reports.words import Words
from pa_audit.show import cell

Row = dict[str, Any]
STYLES = {"met": "green", "not_met": "red", "not_documented": "yellow", "not_applicable": "dim"}
SEVERITIES = {"high": "bold red", "medium": "yellow", "advisory": "cyan"}


def case_tree(
    words: Words,
    pa_id: str,
    facts: Row,
    clauses: list[Row],
    phrases: list[str],
    readings: list[Row],
    asks: list[Row],
    findings: list[Row],
) -> Tree:
    """Draw a case: facts, a tree of clauses with evidence, what readings change, what would settle it, findings."""
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


def _clause(words: Words, row: Row, shows_parts: bool) -> Text:
    status = row["status"]
    line = Text.assemble(f"{row['clause']} ", (status.replace("_", " "), STYLES.get(status, "")))
    line.append(f"  {cell(row['title'])}")
    if shows_parts:
        return line
    evidence = json.loads(row["evidence"], parse_float=Decimal)
    notes = [
        ", ".join(f"{name} {fact(value)}" for name, value in evidence.items()),
        words.because(row["reason"]) if row["reason"] not in (None, "value") else "",
        f"reads {row['reading']}" if row["reading"] else "",
    ]
    line.append("".join(f"\n{note}" for note in notes if note), style="dim")
    return line


def _phrases(phrases: list[str]) -> Text:
    """Say how the ambiguous phrases are read that the clauses name."""
    line = Text("how ambiguous phrases are read", style="bold")
    return line.append("".join(f"\n{phrase}" for phrase in phrases), style="not bold")


def _readings(words: Words, readings: list[Row]) -> Text:
    """Say what would come out otherwise under the other reading of a phrase."""
    if not readings:
        return Text("no other reading changes this case")
    line = Text("under the other reading, that one alone", style="bold")
    for row in readings:
        line.append(f"\n{row['reading']}: {words.hanging(**row)}", style="not bold")
    return line


def _asked(words: Words, asks: list[Row]) -> Text:
    """Say what would settle an undocumented approval."""
    if asks[0]["ask"] is None:
        return Text(f"no missing fact would settle it: {', '.join(row['clause'] for row in asks)} in the way")
    line = Text("to settle it, ask for", style="bold")
    for row in asks:
        line.append(f"\n{row['clause'] + ' ' if row['clause'] else ''}{words.asked(row['ask'])}", style="not bold")
    return line


def _finding(row: Row) -> Text:
    """Write a finding: how grave, what kind, the facts in a sentence, its dollars and the claims it rests on."""
    line = Text.assemble((row["severity"], SEVERITIES.get(row["severity"], "")), f" {row['kind']}")
    line.append(f" ({row['state']})" if row["state"] != "open" else "")
    line.append(f"\n{cell(row['summary'])}")
    paid = "paid within the authorization, " if row["of_span"] else ""
    at_risk = f"{paid}{'settled' if row['settled'] else 'at risk'}"
    amounts = {at_risk: row["amount_at_risk"], "excess": row["excess_amount"]}
    notes = [
        ", ".join(f"{name} {dollars(value)}" for name, value in amounts.items() if value is not None),
        f"claims {', '.join(map(cell, row['claim_ids']))}" if row["claim_ids"] else "",
        _disposition(row) if row["disposition"] else "",
    ]
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
