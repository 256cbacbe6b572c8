"""Approval durations of I.A, I.B and II.A: the last day an authorization may cover.

Counted from the first covered day: clip to the month's end first, then subtract the day.
"""

from datetime import date

from polars import Date, Expr, col, lit, max_horizontal, min_horizontal, when

from pa_audit.dates import add_days, add_months
from pa_audit.kleene import Rule, Section
from pa_audit.policy.cp_phar_150 import limits
from pa_audit.policy.cp_phar_150.clauses import too_old_from
from pa_audit.policy.cp_phar_150.readings import Readings

MONTHS = {
    "I.A": limits.INITIAL_IGFD_MONTHS,
    "I.B": limits.INITIAL_GHI_MONTHS,
    "II.A": limits.CONTINUED_MONTHS,
}

TITLE = "The authorization is no longer than allowed"

approved = col("decision") == "APPROVED"
commercial = col("line_of_business") == "COMMERCIAL"


def within_allowed_length(pathway: str, r: Readings) -> Rule:
    """Medicaid, marketplace: to the limit; commercial: six months or the renewal date suffice. Reads R1, R11.

    A commercial case without a renewal date is met within six months and not settled beyond.
    """
    end = col("auth_end_date")
    public = end <= _public(MONTHS[pathway], r)
    private = (end <= _last_day(limits.COMMERCIAL_MONTHS)) | (end <= _renewal(r))
    return Rule(when(commercial).then(private).otherwise(public))


def allowed_through(section: Section, r: Readings) -> Expr:
    """Give the last covered day allowed to an approved case; null for commercial without renewal date, and for
    sections that state no duration.
    """
    if section.pathway not in MONTHS:
        return lit(None, dtype=Date)
    public = _public(MONTHS[section.pathway], r)
    renewal = _renewal(r)
    private = when(renewal.is_not_null()).then(max_horizontal(_last_day(limits.COMMERCIAL_MONTHS), renewal))
    return when(approved).then(when(commercial).then(private).otherwise(public))


def _last_day(months: int) -> Expr:
    """Count from the first covered day; 9999-12-31 is the last day that an extract, or Python, can name."""
    return add_days(add_months(col("auth_start_date"), months), -1).clip(upper_bound=date.max)


def _public(months: int, r: Readings) -> Expr:
    return min_horizontal(_last_day(months), add_days(too_old_from(r), -1))


def _renewal(r: Readings) -> Expr:
    return col("renewal_date") if r.R11 == "renewal_day_covered" else add_days(col("renewal_date"), -1)
