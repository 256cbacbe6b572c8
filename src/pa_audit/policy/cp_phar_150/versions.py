"""Which rules judge a case: state exceptions, policy versions, pathways, and the policy a use is referred to."""

from collections.abc import Iterable
from datetime import date
from functools import cache

from polars import Date, Expr, any_horizontal, col, lit, max_horizontal, when

from pa_audit.dates import add_months
from pa_audit.policy.cp_phar_150 import limits
from pa_audit.policy.cp_phar_150.terms import Terms
from pa_audit.policy.terms import StateException

ID = "CP.PHAR.150"

LABEL_CHANGE_VERSION = "2022-09"
"""Since this version the label-change route exists (I.C.1, II.B.1)."""

# Revision log: the month of each review's approval, and the exact date of the last change. Reads R2.
EFFECTIVE = {
    "first_of_month": {
        "2020-08": date(2020, 8, 1),
        "2021-08": date(2021, 8, 1),
        "2022-08": date(2022, 8, 1),
        LABEL_CHANGE_VERSION: date(2022, 9, 30),
    },
    "last_of_month": {
        "2020-08": date(2020, 8, 31),
        "2021-08": date(2021, 8, 31),
        "2022-08": date(2022, 8, 31),
        LABEL_CHANGE_VERSION: date(2022, 9, 30),
    },
}
HIM_OFF_LABEL_SINCE = "2021-08"  # revision log, 3Q 2021: HIM.PA.154 replaces HIM.PHAR.21

# I.C.1, I.C.2 and their siblings II.B.1, II.B.2, III.A: line of business -> policy.
FORMULARY = {"COMMERCIAL": "CP.CPA.190", "HIM": "HIM.PA.33", "MEDICAID": "CP.PMN.255"}
NON_FORMULARY = {"COMMERCIAL": "CP.CPA.190", "HIM": "HIM.PA.103", "MEDICAID": "CP.PMN.16"}
OFF_LABEL = {"COMMERCIAL": "CP.CPA.09", "HIM": "HIM.PA.154", "MEDICAID": "CP.PMN.53"}
OFF_LABEL_HIM_BEFORE = "HIM.PHAR.21"

SECTION_I = ("SEVERE_PRIMARY_IGFD", "ACQUIRED_GH_INSENSITIVITY")


def effective_dates(terms: Terms) -> dict[str, date]:
    """Give each version's first day in force: the plan's own date, else the revision log's. Reads R2."""
    return EFFECTIVE[terms.readings.R2] | terms.effective_dates


def policy_version(terms: Terms) -> Expr:
    """Name the version in force on the version date; null before the first. Reads R13 (continued therapy)."""
    version: Expr = lit(None)
    for name, first_day in effective_dates(terms).items():
        version = when(col("version_date") >= first_day).then(lit(name)).otherwise(version)
    if terms.readings.R13 == "as_written_from_2020":
        return version
    before = col("version_date") < effective_dates(terms)[LABEL_CHANGE_VERSION]
    return when((col("pathway") == "II.A") & before).then(lit(None)).otherwise(version)


def pathway() -> Expr:
    """Name the section that a request is judged under; null without an indication."""
    initial, indication = col("request_type") == "INITIAL", col("indication")
    return (
        when(indication == "SECONDARY_IGFD").then(lit("III.B"))
        .when(indication == "OTHER").then(when(initial).then(lit("I.C")).otherwise(lit("II.B")))
        .when(indication.is_in(SECTION_I) & ~initial).then(lit("II.A"))
        .when(indication == "SEVERE_PRIMARY_IGFD").then(lit("I.A"))
        .when(indication == "ACQUIRED_GH_INSENSITIVITY").then(lit("I.B"))
    )  # fmt: skip


def state_exception(terms: Terms) -> Expr:
    """Tell whether a Medicaid case lies in a state and time whose own provisions outrank the policy."""
    excepted = _any(map(_covers, terms.state_exceptions))
    return (col("line_of_business") == "MEDICAID") & excepted


def label_change_date(terms: Terms) -> Expr:
    """Give the latest configured label change within the six months up to the reference date (I.C.1, II.B.1)."""
    reference = col("reference_date")
    first = add_months(reference, -limits.LABEL_CHANGE_MONTHS)
    recent = (when((lit(day) >= first) & (lit(day) <= reference)).then(lit(day)) for day in terms.label_changes)
    return max_horizontal(lit(None, dtype=Date), *recent)


def label_changed_recently() -> Expr:
    """Tell whether the label changed recently and the version in force knows the route for that (I.C.1, II.B.1)."""
    return col("label_change_date").is_not_null() & (col("policy_version") == LABEL_CHANGE_VERSION)


@cache
def referral_policy() -> Expr:
    """Name the policy that a referred use goes to; null where the formulary status it hangs on is missing."""
    formulary = (
        when(col("formulary_status") == "FORMULARY")
        .then(_by_line(FORMULARY))
        .when(col("formulary_status") == "NON_FORMULARY")
        .then(_by_line(NON_FORMULARY))
    )
    before = col("policy_version") < HIM_OFF_LABEL_SINCE
    off_label = (
        when(before & (col("line_of_business") == "HIM")).then(lit(OFF_LABEL_HIM_BEFORE)).otherwise(_by_line(OFF_LABEL))
    )
    return when(col("label_changed_recently")).then(formulary).otherwise(off_label)


def _by_line(policies: dict[str, str]) -> Expr:
    return col("line_of_business").replace_strict(policies, default=None)


def _covers(exception: StateException) -> Expr:
    reference = col("reference_date")
    since = (col("state") == exception.state) & (reference >= exception.first)
    return since if exception.last is None else since & (reference <= exception.last)


def _any(tests: Iterable[Expr]) -> Expr:
    return any_horizontal([lit(False), *tests])
