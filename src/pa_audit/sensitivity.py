"""What hangs on a reading: every case, dispensing and episode that would come out otherwise under another one.

The engine's own expressions, with one reading switched. What an alternative cannot change is not judged again: a
verdict whose expression stays the same, cases whose facts stay the same, members whose fills stay the same.
"""

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

import polars as pl
from polars import DataFrame, Expr, LazyFrame, col, lit, when

from pa_audit import cases
from pa_audit.kleene import LETTERS, Section
from pa_audit.policy import Policy

VERDICTS = ("determination", "policy_version", "referral_policy", "requested_over_dose", "authorization_length")
"""What may change of a case, besides its outcome, which follows from the determination."""

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
    known, inputs = facts.lazy(), (requests.lazy(), members.lazy(), measurements.lazy())
    before, same_facts, found = _in_force(judged, policy), {}, [NOTHING]
    for reading, other in terms.alternatives().items():
        if reading in policy.DOSE_READINGS:
            continue
        differing = policy.other_facts(reading, known, *inputs, other)
        if differing is None:
            same_facts[reading] = _read(policy, other)
        else:
            again = differing.collect(engine="in-memory")
            found += _compare(again, before, policy, {reading: _read(policy, other)}, than=None)
    found += _compare(facts, before, policy, same_facts, than=_read(policy, terms))
    return _with_outcomes(pl.concat(found)).drop("decision").with_columns(subject=lit("case"))


def dose_changes(
    dispensed: DataFrame, runs: DataFrame, claims: DataFrame, weights: DataFrame, policy: Policy, terms: Any
) -> Iterator[DataFrame]:
    """Find the dispensings and episodes whose status would change; an episode may also appear or vanish."""
    inputs = (dispensed.lazy(), runs.lazy(), claims.lazy(), weights.lazy())
    for reading, other in terms.alternatives().items():
        if reading in policy.DOSE_READINGS:
            plans = policy.other_doses(reading, *inputs, other.readings)
            doses, episodes = pl.collect_all(plans, engine="in-memory")
            judged_again = doses["member_id"].unique()
            yield _statuses(reading, "dispensing", dispensed, doses, judged_again, "service_date")
            yield _statuses(reading, "episode", runs, episodes, judged_again, "first_date")


class _Reading(NamedTuple):
    """Terms, and what they say of the cases of every section: built once, as building costs more than judging."""

    terms: Any
    of_all: dict[str, Expr]


def _read(policy: Policy, terms: Any) -> _Reading:
    not_judged, referral = policy.not_judged(terms), policy.referral_policy(terms)
    return _Reading(terms, {"not_judged": not_judged, "referral": referral, "over_dose": policy.requested_over_dose()})


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

    def select(self, rows: DataFrame) -> LazyFrame:
        """Compute them all, beside the key."""
        columns = [e.alias(f"{name} #{n}") for name, known in self.computed.items() for n, e in enumerate(known)]
        return rows.lazy().select("pa_id", *columns)


def _verdicts(section: Section | None, policy: Policy, reading: "_Reading", column: _Columns) -> dict[str, Expr]:
    """Give what is said of a case of a section, the way `cases.judge` says it, from what `column` computes."""
    terms, of_all = reading
    not_judged = column("not_judged", of_all["not_judged"])
    found, length = lit("not_documented"), lit(None, dtype=pl.String)
    if section is not None:
        decided = section.decided(lambda clause: column(clause.id, clause.rule(terms.readings).value))
        found = policy.determination(decided, terms.readings)
        length = column("length", _length(section, terms.readings))
    determination = when(not_judged.is_null()).then(found).otherwise(not_judged)
    referral = column("referral", of_all["referral"])
    return {
        "determination": determination,
        "policy_version": column("version", col("policy_version")),
        "referral_policy": when(determination == "refer").then(referral),
        "requested_over_dose": column("over_dose", of_all["over_dose"]),
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
    """Give each case's verdicts under the readings in force; the length as its letter, unpacked from the statuses."""
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
    return judged.with_columns(authorization_length=length).select("pa_id", "member_id", "decision", *VERDICTS)


def _compare(
    facts: DataFrame, before: DataFrame, policy: Policy, others: Mapping[str, _Reading], *, than: _Reading | None
) -> Iterator[DataFrame]:
    """Judge `facts` under each of `others`; under terms `than` the same facts gave `before`, where they did."""
    sections = {section.pathway: section for section in policy.SECTIONS}
    for (pathway,), rows in facts.partition_by("pathway", as_dict=True).items():
        section = sections.get(str(pathway))
        columns = _Columns()
        known = {} if than is None else _verdicts(section, policy, than, columns)
        again = {
            (reading, name): verdict.alias(f"{reading}.{name}")
            for reading, other in others.items()
            for name, verdict in _verdicts(section, policy, other, columns).items()
            if name not in known or not verdict.meta.eq(known[name])
        }
        if not again:
            continue
        after = columns.select(rows).select("pa_id", *again.values()).collect(engine="in-memory")
        yield from _changed(before.join(after, on="pa_id"), list(again))


def _changed(both: DataFrame, compared: list[tuple[str, str]]) -> Iterator[DataFrame]:
    """Give the cases whose verdict differs from the one in force, for each reading and verdict compared."""
    differs = {f"{reading}.{name}": col(name).ne_missing(col(f"{reading}.{name}")) for reading, name in compared}
    found = both.select(e.any().alias(name) for name, e in differs.items()).row(0)
    for (reading, name), any_differs in zip(compared, found, strict=True):
        if any_differs:
            after = f"{reading}.{name}"
            rows = both.lazy().filter(differs[after])
            yield rows.select(
                "pa_id", "member_id", "decision",
                reading=lit(reading), changed=lit(name), before=_word(name, name), after=_word(name, after),
            ).collect()  # fmt: skip


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


def _statuses(
    reading: str, subject: str, before: DataFrame, after: DataFrame, members: pl.Series, day: str
) -> DataFrame:
    """Give the doses whose status differs; `after` holds those of `members` only, all of theirs."""
    keys = ["member_id", day]
    known = before.filter(col("member_id").is_in(members.implode())).select(*keys, "status")
    both = known.join(after.select(*keys, other="status"), on=keys, how="full", coalesce=True)
    rows = both.filter(col("status").ne_missing(col("other"))).rename({day: "service_date"})
    return rows.select(
        "member_id",
        "service_date",
        subject=lit(subject),
        reading=lit(reading),
        changed=lit("status"),
        before="status",
        after="other",
    )
