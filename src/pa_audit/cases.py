"""Facts x policy -> statuses, determination and outcome: the pure core. Knows no drug.

A case's statuses and reasons are packed, one letter a clause in the order of its section, so that a million cases do
not need thirteen million rows of text; `audit.criteria` unpacks them with the help of `clause_rows`.
"""

from functools import cache
from string import ascii_lowercase, digits
from typing import Any

import polars as pl
from polars import Expr, LazyFrame, col, lit, when

from pa_audit.exact import nearest
from pa_audit.kleene import Clause, Rule, Section
from pa_audit.policy import Policy

REASON_LETTERS = digits + ascii_lowercase
NO_ROW = "-"

# determination -> outcome of an approval, of a denial (semantics.md, "Outcome")
OUTCOMES = {
    "criteria_met": ("compliant_approval", "unsupported_denial"),
    "criteria_not_met": ("unsupported_approval", "compliant_denial"),
    "not_documented": ("undocumented_approval", "compliant_denial"),
    "not_authorized": ("unauthorized_approval", "compliant_denial"),
    "refer": ("referred", "referred"),
}
NOT_AUDITED = ("no_policy_version", "state_provision")


def judge(facts: LazyFrame, policy: Policy, terms: Any) -> LazyFrame:
    """Judge every case: one row in, one row out, with its verdict columns added (published.md, audit.cases).

    `case` numbers the cases.
    """
    facts = facts.with_columns(not_judged=policy.not_judged(terms))
    judged = col("not_judged").is_null()
    sections = [
        facts.filter(judged & (col("pathway") == section.pathway)).select("case", **_verdicts(section, policy, terms))
        for section in policy.SECTIONS
    ]
    rest = facts.filter(~judged | col("pathway").is_null()).select(
        "case", determination=when(judged).then(lit("not_documented")).otherwise(col("not_judged"))
    )
    verdicts = pl.concat([*sections, rest], how="diagonal")
    referred = col("determination") == "refer"
    return (
        facts.join(verdicts, on="case", how="left", maintain_order="left")
        .with_columns(
            referral_policy=when(referred).then(policy.referral_policy()),
            requested_over_dose=policy.requested_over_dose(),
            dose_mg_per_kg=nearest(10_000 * col("dose_mg"), col("case_weight_kg")),
        )
        .with_columns(outcome=outcome())
    )


def outcome() -> Expr:
    """Set the determination against the plan's decision."""
    decision = col("decision")
    by_decision = (
        when(decision == "APPROVED")
        .then(_mapped({name: approval for name, (approval, _) in OUTCOMES.items()}))
        .when(decision == "DENIED")
        .then(_mapped({name: denial for name, (_, denial) in OUTCOMES.items()}))
        .otherwise(lit("not_decided"))
    )
    return when(col("determination").is_in(NOT_AUDITED)).then(lit("not_audited")).otherwise(by_decision)


def clause_rows(policy: Policy, terms: Any) -> pl.DataFrame:
    """List every clause of the policy: one row a clause, with what unpacks its letter and its reason."""
    return pl.DataFrame(
        [
            {
                "clause": clause.id,
                "parent": section.parent(clause),
                "pathway": section.pathway,
                "title": clause.title,
                "function": clause.function,
                "reading": ", ".join(clause.readings) or None,
                "position": position,
                "facts": clause.rule(terms.readings).shown(policy.FACTS),
                "reasons": [token for token, _ in _reasons(section, clause, policy, terms)],
                "role": _role(section, clause, policy, terms),
            }
            for section in policy.SECTIONS
            for position, clause in enumerate(section, start=1)
        ]
    )


def _role(section: Section, clause: Clause, policy: Policy, terms: Any) -> str:
    """Say what a clause is for: only criteria and their parts decide a determination."""
    if clause.only is not None:
        return "length"
    if not policy.determination(section, terms.readings).meta.root_names():
        return "route"  # whatever its clauses say, the section's cases go elsewhere, or are not covered
    return "criterion" if section.parent(clause) is None else "part"


@cache
def evidence(policy: Policy, terms: Any) -> set[str]:
    """Name the columns that are shown as evidence for some clause."""
    rules = [clause.rule(terms.readings) for section in policy.SECTIONS for clause in section]
    return {name for rule in rules for name in rule.shown(policy.FACTS)}


@cache
def _verdicts(section: Section, policy: Policy, terms: Any) -> dict[str, Expr]:
    """Give the verdict columns of a section; a process that judges many shards makes them once."""
    r = terms.readings
    rules = [(clause, clause.rule(r)) for clause in section]
    return {
        "statuses": pl.concat_str([_row_of(clause, rule.status()) for clause, rule in rules]),
        "reasons": pl.concat_str([_row_of(clause, _reason(section, clause, policy, terms)) for clause, _ in rules]),
        "determination": policy.determination(section, r),
        "allowed_through": policy.allowed_through(section, r),
    }


def _row_of(clause: Clause, letter: Expr) -> Expr:
    return letter if clause.only is None else when(clause.only).then(letter).otherwise(lit(NO_ROW))


def _reasons(section: Section, clause: Clause, policy: Policy, terms: Any) -> list[tuple[str, Expr]]:
    """Give the reasons a clause can have, each with when it is the one, the first that holds."""
    rule = clause.rule(terms.readings)
    if _follows_from_parts(section, clause, rule, terms):
        return [("parts", lit(True))]
    reasons = [] if rule.applies is None else [("not_required", ~rule.applies)]
    reasons.append(("value", rule.value.is_not_null()))
    for name in rule.facts:
        missing = col(name).is_null()
        fact = policy.FACTS.get(name)
        if fact and fact.stale:
            on_file, stale = fact.stale
            reasons.append((stale, missing & col(on_file)))
        reasons.append((fact.missing if fact else f"missing:{name}", missing))
    return [*reasons, (clause.unsettled, lit(True))]


def _follows_from_parts(section: Section, clause: Clause, rule: Rule, terms: Any) -> bool:
    """Tell a clause that rests on what its parts rest on from one that says something of its own (III.B)."""
    facts = {fact for part in section.parts(clause) for fact in part.rule(terms.readings).facts}
    return bool(facts) and facts.issuperset(rule.facts)


def _reason(section: Section, clause: Clause, policy: Policy, terms: Any) -> Expr:
    letter = lit(None, dtype=pl.String)
    reasons = _reasons(section, clause, policy, terms)
    for index, (_, holds) in reversed(list(enumerate(reasons))):
        letter = when(holds).then(lit(REASON_LETTERS[index])).otherwise(letter)
    return letter


def _mapped(outcomes: dict[str, str]) -> Expr:
    return col("determination").replace_strict(outcomes, default=None)
