"""The pure core: from the files of one shard of members to the files of their results.

Cases judged, doses weighed, findings raised. Opens no database and knows no other shard: who runs it, where, and in
which order make no difference (pa_audit.workers, pa_audit.cluster).
"""

from dataclasses import dataclass, fields
from datetime import date
from pathlib import Path
from typing import Any
from uuid import uuid4

from polars import DataFrame, col, when

from pa_audit import cases, sensitivity, settling
from pa_audit import policy as policies
from pa_audit.facts import Shard
from pa_audit.findings import Evidence, find_all
from pa_audit.policy import Policy
from pa_audit.results import write

OF_REQUEST = (
    "pa_id", "member_id", "line_of_business", "request_type", "indication", "decision",
    "auth_start_date", "auth_end_date",
)  # fmt: skip
"""Request columns that `store.cases` repeats; everything else of a request stays in its extract."""

OF_CASE = (
    "reference_date", "decided_date", "pathway", "policy_version", "statuses", "reasons", "determination", "outcome",
    "referral_policy", "age_years", "case_weight_kg", "requested_over_dose", "dose_mg_per_kg", "allowed_through",
    "amount_paid",
)  # fmt: skip
"""What `store.cases` has besides, and the facts that are a clause's evidence."""

OF_JUDGING = (
    "member", "member_day", "episode", "kg_days", "limit_parts",
    "days_supply", "unsupplied", "unweighed", "stale_weight",
)  # fmt: skip
"""What is worked out of a dispensing or an episode for the sake of judging it, and stored nowhere."""


@dataclass(frozen=True)
class Results:
    """What the evaluation of a shard gives, one frame a table of the store; decimals as integers."""

    cases: DataFrame
    dispensings: DataFrame
    episodes: DataFrame
    found: DataFrame
    reading_sensitivity: DataFrame
    what_would_settle: DataFrame


TABLES = tuple(field.name for field in fields(Results))


@dataclass(frozen=True)
class Job:
    """One shard to evaluate: where its rows are, where its results go, and what else they rest on.

    The two dates are of the whole history.
    """

    source: Path
    target: Path
    first: int
    after: int
    policy: str
    terms: Any
    first_reference_date: date | None
    first_claim_date: date | None


def evaluate(job: Job) -> None:
    """Evaluate a shard: the files in `source` in, one file a table of `Results` in `target` out.

    May be done twice, and by two at once: a file appears whole, and always with the same rows.
    """
    shard = Shard(job.source, job.first, job.after)
    policy = policies.load(job.policy)
    results = evaluate_shard(shard, policy, job.terms, job.first_reference_date, job.first_claim_date)
    for table in TABLES:
        fresh = job.target / f"{table}.{uuid4().hex}"
        write(getattr(results, table), fresh)
        fresh.replace(job.target / f"{table}.arrow")


def evaluate_shard(
    shard: Shard, policy: Policy, terms: Any, first_reference_date: date | None, first_claim_date: date | None
) -> Results:
    """Evaluate the members of one shard: nothing here depends on any other member but the two dates."""
    requests = _with_code_sets(shard.requests, policy)
    facts = policy.case_facts(requests.lazy(), shard.members.lazy(), shard.measurements.lazy(), terms).collect(
        engine="in-memory"
    )
    # In two steps: planned as one, polars works the facts out anew for every section.
    judged = cases.judge(facts.lazy(), policy, terms).collect(engine="in-memory")
    lines = shard.claims.filter(col("drug") == policy.DRUG)
    dispensed = policy.dispensings(lines.lazy(), shard.weights.lazy(), terms.readings).collect(engine="in-memory")
    runs = policy.episodes(dispensed.lazy(), terms.readings).collect(engine="in-memory")
    evidence = Evidence(
        policy, terms, judged.lazy().with_columns(col("dose_mg_per_kg") * 100), shard.members.lazy(),
        shard.measurements.lazy(), shard.claims.lazy(), _as_evidence(dispensed), _as_evidence(runs).lazy(),
        shard.diagnoses.lazy(), shard.orphans.lazy(), first_reference_date, first_claim_date,
    )  # fmt: skip
    amounts = evidence.spans.select("case", amount_paid="span_amount").collect()
    covering = evidence.fills.select(pa_id="covered_by").collect()
    named = shard.members.select("member", "member_id")
    return Results(
        _cases(judged.join(amounts, on="case", how="left", maintain_order="left"), requests, policy, terms),
        _doses(dispensed.with_columns(covering), named),
        _doses(runs, named),
        find_all(evidence),
        sensitivity.table(
            sensitivity.case_changes(facts, judged, requests, shard.members, shard.measurements, policy, terms),
            *sensitivity.dose_changes(dispensed, runs, lines, shard.weights, shard.members, policy, terms),
        ),
        settling.what_would_settle(facts, judged, policy, terms),
    )


def _cases(judged: DataFrame, requests: DataFrame, policy: Policy, terms: Any) -> DataFrame:
    """Bring judged cases into the form they are stored in."""
    derived = set(OF_CASE) | cases.evidence(policy, terms) - set(requests.columns)
    return judged.select(name for name in judged.columns if name in OF_REQUEST or name in derived)


def _doses(frame: DataFrame, named: DataFrame) -> DataFrame:
    """Bring dispensings or episodes into the form they are stored in, without what only their judging needed."""
    return frame.join(named, on="member", how="left", maintain_order="left").drop(OF_JUDGING, strict=False)


def _with_code_sets(requests: DataFrame, policy: Policy) -> DataFrame:
    return requests.with_columns(
        when(col("code_sets").list.contains(name)).then(True).alias(f"coded_{name}") for name in policy.DIAGNOSIS_SETS
    )


def _as_evidence(frame: DataFrame) -> DataFrame:
    """Bring the ratio to millionths like all else; keep what a dose says of itself apart from what a finding says."""
    own = {"excess_amount": "excess_paid", "reason": "dose_reason"}
    return frame.with_columns(col("dose_mg_per_kg") * 100).rename(own)
