"""The register of the policy's numbered lines and the code hold together: no line forgotten, no clause invented."""

import csv
from importlib import import_module

from pa_audit import cases, policy
from pa_audit.policy.cp_phar_150 import Readings, Terms
from pa_audit.resources import REFERENCE, ROOT

# Why no function decides a line: the closed list.
REASONS = {
    "background",  # says what the drug, its use or a word is
    "principle",  # holds for every clause
    "asked_elsewhere",  # repeats what a numbered criterion asks
    "finding",  # no criterion: raised beside the case as a finding
    "not_in_extract",  # the extracts carry no such fact
    "no_text",  # the version's text is not available
}

with (REFERENCE / "policy_index.csv").open(newline="", encoding="utf-8") as handle:
    REGISTER = list(csv.DictReader(handle))
CLAUSES = cases.clause_rows(policy.load(), Terms()).to_dicts()


def test_every_line_names_its_function_or_one_of_the_reasons() -> None:
    assert len({row["line"] for row in REGISTER}) == len(REGISTER)
    for row in REGISTER:
        assert bool(row["function"]) != bool(row["reason"]), row
        assert not row["reason"] or row["reason"] in REASONS, row


def test_every_named_function_exists_and_is_documented() -> None:
    for row in REGISTER:
        if row["function"]:
            module, _, name = row["function"].rpartition(".")
            assert getattr(import_module(module), name).__doc__, row


def test_every_clause_of_the_code_is_a_line_of_the_register() -> None:
    registered = {row["line"]: row["function"] for row in REGISTER}
    wrong = [
        (c["clause"], c["function"], registered.get(c["clause"]))
        for c in CLAUSES
        if registered.get(c["clause"]) != c["function"]
    ]
    assert wrong == []


def test_every_numbered_criterion_of_the_register_is_a_clause() -> None:
    clauses = {c["clause"] for c in CLAUSES}
    routes = {"I.C.1.a", "I.C.1.b", "II.B.1.a", "II.B.1.b", "III.A"}  # decide where a case goes, not whether
    sections = ("I.", "II.", "III.")
    numbered = {row["line"] for row in REGISTER if row["line"].startswith(sections)}
    assert numbered == clauses | routes


def test_every_reading_is_named_at_a_clause_or_documented_elsewhere() -> None:
    named = {reading for c in CLAUSES if c["reading"] for reading in c["reading"].split(", ")}
    source = "".join(p.read_text() for p in (ROOT / "src/pa_audit/policy/cp_phar_150").glob("*.py"))
    dose_audit = {"R8", "R9", "R12"}  # read by the dose audit of claims, not by a clause
    for reading in set(Readings.choices()) - named - dose_audit:
        assert f"Reads {reading}" in source, reading
