"""Where another reading can make a difference at all, so that the audit need not be done fourteen times over.

Whatever is left out here provably stays as it is; whatever is named is judged anew by the engine itself.
"""

from polars import DataFrame, LazyFrame, col

from pa_audit.policy.cp_phar_150.dosing import dispensings, episodes, judged, weighed
from pa_audit.policy.cp_phar_150.facts import case_facts, with_version
from pa_audit.policy.cp_phar_150.growth import with_pairs_apart
from pa_audit.policy.cp_phar_150.readings import Readings
from pa_audit.policy.cp_phar_150.terms import Terms
from pa_audit.policy.cp_phar_150.versions import policy_version

DOSE_READINGS = ("R8", "R9", "R12")
"""Readings of the dose audit: they decide dispensings and episodes and no case; all others decide cases only."""

FACT_READINGS = ("R2", "R6", "R10", "R13")
"""Readings that facts of a case rest on and no clause does; the rest of the case readings are read by clauses only.

R1 moves age_years too, which is shown and decides nothing.
"""


def other_facts(
    reading: str, facts: DataFrame, requests: DataFrame, members: DataFrame, measurements: DataFrame, other: Terms
) -> DataFrame:
    """Give the cases whose facts may differ under `other`, one of FACT_READINGS switched, with those facts.

    `facts` is what `case_facts` gave for the same inputs under the readings in force.
    """
    if reading == "R6":
        own = facts.lazy().filter(col("pathway") == "I.B")
        again = with_pairs_apart(own, measurements.lazy(), other.readings)
    elif reading == "R10":
        touched = _measured_under_review(facts, measurements)
        few = [frame.join(touched, on="pa_id", how="semi") for frame in (requests, measurements)]
        again = case_facts(few[0].lazy(), members.lazy(), few[1].lazy(), other)
    else:
        own = facts.lazy().filter(policy_version(other).ne_missing(col("policy_version")))
        again = with_version(own, other)
    return again.collect(engine="in-memory")


def _measured_under_review(facts: DataFrame, measurements: DataFrame) -> DataFrame:
    """Cases with a measurement of their own after receipt and up to the decision."""
    cases = facts.lazy().select("pa_id", "reference_date", "version_date", of_member="member")
    own = measurements.lazy().join(cases, on="pa_id").filter(col("member") == col("of_member"))
    under_review = col("measured_date").is_between("reference_date", "version_date", closed="right")
    return own.filter(under_review).select("pa_id").unique().collect(engine="in-memory")


def other_doses(
    reading: str, dispensed: LazyFrame, runs: LazyFrame, claims: LazyFrame, weights: LazyFrame, r: Readings
) -> tuple[LazyFrame, LazyFrame]:
    """Judge dispensings and episodes under `r`, which differs in `reading` alone: of every member it may change.

    `dispensed` and `runs` are what `dispensings` and `episodes` gave under the readings in force. R9 only compares
    anew; R8 judges the same weights anew; R12 gives other days, and with them other runs of fills.
    """
    if reading == "R9":
        return judged(dispensed, r), judged(runs, r)
    if reading == "R8":
        again = weighed(dispensed, r)
    else:
        members = dispensed.filter(col("days_supply").is_null()).select("member").unique()
        claims, weights = (frame.join(members, on="member", how="semi") for frame in (claims, weights))
        again = dispensings(claims, weights, r)
    return again, episodes(again, r)
