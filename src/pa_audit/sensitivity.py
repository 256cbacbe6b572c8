"""What hangs on a reading: every case, dispensing and episode that would come out otherwise under another one.

The engine's own expressions, with one reading switched. What an alternative cannot change is not judged again: a
verdict whose expression stays the same, cases whose facts stay the same, members whose fills stay the same.
"""

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

import polars as pl
from polars import DataFrame, Expr, LazyFrame, col, lit, when

from pa_audit import cases
from pa_audit.kleene import LETTERS, Section
from pa_audit.policy import Policy

VERDICTS = ("determination", "policy_version", "referral_policy", "requested_over_dose", "authorization_length")
"""What may change of a case, besides its outcome, which follows from the determination."""

CASE = ("pa_id", "member_id", "decision", *(f"in_force.{name}" for name in VERDICTS))
"""What stands beside the verdicts of a case under another reading."""

ROW = {
    "reading": pl.String, "subject": pl.String, "pa_id": pl.String, "member_id": pl.String, "service_date": pl.Date,
    "changed": pl.String, "before": pl.String, "after": pl.String,
}  # fmt: skip
NOTHING = pl.DataFrame(
    schema=dict.fromkeys(("pa_id", "member_id", "decision", "reading", "changed", "before", "after"), pl.String)
)
STATUS = {letter: status for status, letter in LETTERS.items()}


def readings(terms: Any) -> DataFrame:
    """List the readings with their choice in force and the other one: the rows of store.readings."""
    others = {name: getattr(other.readings, name) for name, other in terms.alternatives().items()}
    in_force = {name: getattr(terms.readings, name) for name in others}
    rows = [(name, n, in_force[name], other) for n, (name, other) in enumerate(others.items(), start=1)]
    return pl.DataFrame(rows, schema=["reading", "position", "in_force", "alternative"], orient="row")


def table(*found: DataFrame) -> DataFrame:
    """Put together what `case_changes` and `dose_changes` found: the rows of store.reading_sensitivity."""
    return pl.concat([pl.DataFrame(schema=ROW), *found], how="diagonal")


def case_changes(
    facts: DataFrame,
    judged: DataFrame,
    requests: DataFrame,
    members: DataFrame,
    measurements: DataFrame,
    policy: Policy,
    terms: Any,
) -> DataFrame:
    """Find what of a case would change: one row a case, reading and verdict.

    `facts` is what `policy.case_facts` gave for the three inputs and `judged` what `cases.judge` made of it, both
    under `terms`.
    """
    others, in_force = terms.alternatives(), _in_force(judged, policy)
    inputs = (facts, requests, members, measurements)
    moved = [policy.other_facts(r, *inputs, others[r]).with_columns(reading=lit(r)) for r in policy.FACT_READINGS]
    nothing = facts.clear().with_columns(reading=lit(""))
    again = pl.concat([nothing, *moved], how="diagonal").sort("case", maintain_order=True)
    found = [
        *_by_facts(again.hstack(in_force[again["case"]]), policy, terms),
        *_by_rules(facts.hstack(in_force), policy, terms),
    ]
    return _with_outcomes(pl.concat([NOTHING, *found])).drop("decision").with_columns(subject=lit("case"))


def dose_changes(
    dispensed: DataFrame,
    runs: DataFrame,
    claims: DataFrame,
    weights: DataFrame,
    members: DataFrame,
    policy: Policy,
    terms: Any,
) -> Iterator[DataFrame]:
    """Find the dispensings and episodes whose status would change; an episode may also appear or vanish."""
    inputs = (dispensed.lazy(), runs.lazy(), claims.lazy(), weights.lazy())
    named = members.select("member", "member_id")
    for reading, other in terms.alternatives().items():
        if reading not in policy.DOSE_READINGS:
            continue
        plans = policy.other_doses(reading, *inputs, other.readings)
        days = ("service_date", "first_date")
        asked = [plan.select("member", day, "status") for plan, day in zip(plans, days, strict=True)]
        doses, episodes = pl.collect_all(asked, engine="in-memory")
        judged_again = col("member").is_in(doses["member"].unique().implode())
        for subject, differing in {
            "dispensing": _other_doses(dispensed.filter(judged_again), doses),
            "episode": _other_runs(runs.filter(judged_again), episodes),
        }.items():
            yield differing.join(named, on="member").select(
                "member_id", "service_date", "before", "after",
                reading=lit(reading), subject=lit(subject), changed=lit("status"),
            )  # fmt: skip


class _Columns:
    """Expressions of one kind of row, each to be computed once: an equal one asked for again is the same column."""

    def __init__(self) -> None:
        self.computed: dict[str, list[Expr]] = {}

    def __call__(self, name: str, expression: Expr) -> Expr:
        """Give the column that will hold `expression`, one of those asked for under `name`."""
        known = self.computed.setdefault(name, [])
        place = next((n for n, other in enumerate(known) if other.meta.eq(expression)), len(known))
        if place == len(known):
            known.append(expression)
        return col(f"{name} #{place}")

    def select(self, rows: LazyFrame, *kept: str) -> LazyFrame:
        """Compute them all, beside the columns that are kept."""
        columns = [e.alias(f"{name} #{n}") for name, known in self.computed.items() for n, e in enumerate(known)]
        return rows.select(*kept, *columns)


def _verdicts(section: Section | None, policy: Policy, terms: Any, column: _Columns) -> dict[str, Expr]:
    """Give what is said of a case of a section, the way `cases.judge` says it, from what `column` computes."""
    not_judged = column("not_judged", policy.not_judged(terms))
    found, length = lit("not_documented"), lit(None, dtype=pl.String)
    if section is not None:
        decided = section.decided(lambda clause: column(clause.id, clause.rule(terms.readings).value))
        found = policy.determination(decided, terms.readings)
        length = column("length", _length(section, terms.readings))
    determination = when(not_judged.is_null()).then(found).otherwise(not_judged)
    return {
        "determination": determination,
        "policy_version": column("policy_version", col("policy_version")),
        "referral_policy": when(determination == "refer").then(column("referral", policy.referral_policy())),
        "requested_over_dose": column("over_dose", policy.requested_over_dose()),
        "authorization_length": when(not_judged.is_null()).then(length),
    }


def _length(section: Section, r: Any) -> Expr:
    """Give the status letter of the clause that stands beside the verdict, the approval length; null without one."""
    letter: Expr = lit(None, dtype=pl.String)
    for clause in section:
        if clause.only is not None:
            letter = when(clause.only).then(clause.rule(r).status())
    return letter


def _in_force(judged: DataFrame, policy: Policy) -> DataFrame:
    """Give each case's verdicts under the readings in force; the length as its letter, unpacked from the statuses.

    One row a case, in the order of `judged`, which is that of the facts.
    """
    length: Expr = lit(None, dtype=pl.String)
    for section in policy.SECTIONS:
        for position, clause in enumerate(section):
            if clause.only is not None:
                length = (
                    when(col("pathway") == section.pathway)
                    .then(col("statuses").str.slice(position, 1))
                    .otherwise(length)
                )
    length = when(length != cases.NO_ROW).then(length)
    return judged.with_columns(authorization_length=length).select(
        col(name).alias(f"in_force.{name}") for name in VERDICTS
    )


def _by_facts(moved: DataFrame, policy: Policy, terms: Any) -> Iterator[DataFrame]:
    """Judge cases with other facts by the same rules; `reading` says what their facts are read by."""
    for section, rows in _by_section(moved, policy):
        columns, after = _same_rules(section, policy, terms)
        verdicts = columns.select(rows, *CASE, "reading").select(*CASE, "reading", *after)
        yield from _changed(verdicts, {f"after.{name}": (col("reading"), name) for name in VERDICTS})


@cache
def _same_rules(section: Section | None, policy: Policy, terms: Any) -> tuple[_Columns, list[Expr]]:
    """Give what `_by_facts` computes; like `_other_rules` once a process, not once a shard."""
    columns = _Columns()
    return columns, _named(_verdicts(section, policy, terms, columns), "after")


def _by_rules(facts: DataFrame, policy: Policy, terms: Any) -> Iterator[DataFrame]:
    """Judge the same facts by the rules of each other reading, as far as they are not those of `terms`."""
    for section, rows in _by_section(facts, policy):
        columns, again, compared = _other_rules(section, policy, terms)
        if again:
            yield from _changed(columns.select(rows, *CASE).select(*CASE, *again), compared)


@cache
def _other_rules(
    section: Section | None, policy: Policy, terms: Any
) -> tuple[_Columns, list[Expr], dict[str, tuple[Expr, str]]]:
    """Give what `_by_rules` computes, from it the verdicts that differ, and what each is compared with."""
    columns = _Columns()
    known = _verdicts(section, policy, terms, columns)
    again: list[Expr] = []
    compared: dict[str, tuple[Expr, str]] = {}
    for reading, other in terms.alternatives().items():
        if reading in (*policy.FACT_READINGS, *policy.DOSE_READINGS):
            continue
        verdicts = _verdicts(section, policy, other, columns)
        differing = {name: verdict for name, verdict in verdicts.items() if not verdict.meta.eq(known[name])}
        again += _named(differing, reading)
        compared |= {f"{reading}.{name}": (lit(reading), name) for name in differing}
    return columns, again, compared


def _by_section(facts: DataFrame, policy: Policy) -> Iterator[tuple[Section | None, LazyFrame]]:
    sections = {section.pathway: section for section in policy.SECTIONS}
    for pathway in facts["pathway"].unique(maintain_order=True):
        yield sections.get(pathway), facts.lazy().filter(col("pathway").eq_missing(lit(pathway)))


def _named(verdicts: Mapping[str, Expr], prefix: str) -> list[Expr]:
    return [verdict.alias(f"{prefix}.{name}") for name, verdict in verdicts.items()]


def _changed(after: LazyFrame, compared: Mapping[str, tuple[Expr, str]]) -> Iterator[DataFrame]:
    """Give the cases of which a column of `compared` is not what is in force; with it stand reading and verdict."""
    both = after.collect(engine="in-memory")
    differs = {column: col(f"in_force.{name}").ne_missing(col(column)) for column, (_, name) in compared.items()}
    found = both.select(expression.any().alias(column) for column, expression in differs.items()).row(0)
    for (column, (reading, name)), any_differs in zip(compared.items(), found, strict=True):
        if any_differs:
            rows = both.lazy().filter(differs[column])
            yield rows.select(
                "pa_id", "member_id", "decision",
                reading=reading, changed=lit(name), before=_word(name, f"in_force.{name}"), after=_word(name, column),
            ).collect(engine="in-memory")  # fmt: skip


def _word(verdict: str, column: str) -> Expr:
    """Give a verdict as text."""
    return col(column).replace(STATUS) if verdict == "authorization_length" else col(column).cast(pl.String)


def _with_outcomes(rows: DataFrame) -> DataFrame:
    """Add what becomes of the outcome where the determination changes."""
    of = rows.filter(changed="determination")
    before, after = (
        of.select("decision", determination=of[c]).select(cases.outcome()).to_series() for c in ("before", "after")
    )
    outcomes = of.with_columns(lit("outcome").alias("changed"), before=before, after=after)
    return pl.concat([rows, outcomes.filter(before != after)])


def _other_doses(before: DataFrame, after: DataFrame) -> DataFrame:
    """Give the dispensings whose status differs: no reading makes or unmakes one, so both have the same rows."""
    both = before.select("member", "service_date", before="status").with_columns(after=after["status"])
    return both.filter(col("before") != col("after"))


def _other_runs(before: DataFrame, after: DataFrame) -> DataFrame:
    """Give the episodes whose status differs, or that only one of the two knows."""
    known, again = (
        rows.select("member", service_date="first_date", **{name: "status"})
        for name, rows in {"before": before, "after": after}.items()
    )
    both = known.join(again, on=["member", "service_date"], how="full", coalesce=True)
    return both.filter(col("before").ne_missing(col("after")))
