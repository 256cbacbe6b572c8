"""Where another reading can make a difference at all, so that the audit need not be done fourteen times over.

Whatever is left out here provably stays as it is; whatever is named is judged anew by the engine itself.
"""

from polars import LazyFrame, col

from pa_audit.policy.cp_phar_150.dosing import dispensings, episodes, judged, weighed
from pa_audit.policy.cp_phar_150.facts import case_facts, with_version
from pa_audit.policy.cp_phar_150.readings import Readings
from pa_audit.policy.cp_phar_150.terms import Terms
from pa_audit.policy.cp_phar_150.versions import policy_version

DOSE_READINGS = ("R8", "R9", "R12")
"""Readings of the dose audit: they decide dispensings and episodes and no case; all others decide cases only."""


def other_facts(
    reading: str, facts: LazyFrame, requests: LazyFrame, members: LazyFrame, measurements: LazyFrame, other: Terms
) -> LazyFrame | None:
    """Give the cases whose facts may differ under `other`, with those facts; null where no fact reads `reading`.

    `facts` is what `case_facts` gave for the same inputs under the readings in force. R1 moves age_years too, which is
    shown and decides nothing.
    """
    if reading in ("R2", "R13"):
        return with_version(facts.filter(policy_version(other).ne_missing(col("policy_version"))), other)
    if reading == "R6":
        touched = facts.filter(col("pathway") == "I.B").select("pa_id")
    elif reading == "R10":
        touched = _measured_under_review(facts, measurements)
    else:
        return None
    requests, measurements = (frame.join(touched, on="pa_id", how="semi") for frame in (requests, measurements))
    return case_facts(requests, members, measurements, other)


def _measured_under_review(facts: LazyFrame, measurements: LazyFrame) -> LazyFrame:
    """Cases with a measurement of their own after receipt and up to the decision."""
    cases = facts.select("pa_id", "member_id", "reference_date", "version_date")
    own = measurements.join(cases, on=["pa_id", "member_id"])
    measured = col("measured_date")
    under_review = (measured > col("reference_date")) & (measured <= col("version_date"))
    return own.filter(under_review).select("pa_id").unique()


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
        members = dispensed.filter(col("days_supply").is_null()).select("member_id").unique()
        claims, weights = (frame.join(members, on="member_id", how="semi") for frame in (claims, weights))
        again = dispensings(claims, weights, r)
    return again, episodes(again, r)
