"""The judgement of one case: which rules apply, what they say, and how the plan's decision compares."""

from fractions import Fraction
from typing import Any

from .case import MET, NOT_DOCUMENTED, NOT_MET, Case, Row, all_of, four_decimals
from .codes import any_diagnosis
from .dates import add_months, completed_years
from .section_i import rows_i_a, rows_i_b
from .section_ii import duration, rows_ii_a
from .terms import VERSIONS, Terms

JUDGED = {"I.A": rows_i_a, "I.B": rows_i_b, "II.A": rows_ii_a}
AGE_OR_DOSE = {"I.A.3", "I.A.10", "I.B.3", "I.B.10", "II.A.5"}
DETERMINATION = {MET: "criteria_met", NOT_MET: "criteria_not_met", NOT_DOCUMENTED: "not_documented"}
SECONDARY_SETS = ("gh_deficiency", "malnutrition", "hypothyroidism", "long_term_steroid_use")
LINES = ("COMMERCIAL", "HIM", "MEDICAID")
FORMULARY = ("CP.CPA.190", "HIM.PA.33", "CP.PMN.255")
NON_FORMULARY = ("CP.CPA.190", "HIM.PA.103", "CP.PMN.16")
OFF_LABEL = ("CP.CPA.09", "HIM.PA.154", "CP.PMN.53")


def pathway_of(case: Case) -> str | None:
    """The policy's section for the request."""
    initial = case["request_type"] == "INITIAL"
    if case["indication"] is None:
        return None
    if case["indication"] == "SECONDARY_IGFD":
        return "III.B"
    if case["indication"] == "OTHER":
        return "I.C" if initial else "II.B"
    if not initial:
        return "II.A"
    return "I.A" if case["indication"] == "SEVERE_PRIMARY_IGFD" else "I.B"


def version_of(case: Case) -> str | None:
    """The policy version in force on the version date (R2 within the effective dates)."""
    found = None
    for version in VERSIONS:
        if case.terms.effective(version) <= case.version_date:
            found = version
    # R13 alternative: continued therapy before the 2022-09 template was not as written
    if case.terms.alternative("R13") and pathway_of(case) == "II.A" and found != "2022-09":
        return None
    return found


def state_rules(case: Case) -> bool:
    """Whether the state's own provisions outrank the policy."""
    if case["line_of_business"] != "MEDICAID" or case["state"] is None:
        return False
    for exception in case.terms.state_exceptions:
        if exception.state != case["state"]:
            continue
        if exception.first is not None and case.reference_date < exception.first:
            continue
        if exception.last is not None and case.reference_date > exception.last:
            continue
        return True
    return False


def label_change_route(case: Case, version: str) -> bool:
    """Whether the label changed in the 6 months up to the reference date, under a version with the route."""
    if version != "2022-09":
        return False
    first = add_months(case.reference_date, -6)
    return any(first <= day <= case.reference_date for day in case.terms.label_changes)


def referral_policy(case: Case, version: str) -> str | None:
    """The policy that another use is referred to."""
    line = LINES.index(case["line_of_business"])
    if label_change_route(case, version):
        if case["formulary_status"] is None:
            return None
        return (FORMULARY if case["formulary_status"] == "FORMULARY" else NON_FORMULARY)[line]
    if case["line_of_business"] == "HIM" and version == "2020-08":
        return "HIM.PHAR.21"
    return OFF_LABEL[line]


def rows_other(case: Case, pathway: str, version: str) -> dict[str, str]:
    """I.C or II.B: the route taken and the other one."""
    label_change = label_change_route(case, version)
    return {
        f"{pathway}.1": MET if label_change else NOT_MET,
        f"{pathway}.2": NOT_MET if label_change else MET,
    }


def rows_secondary(case: Case) -> dict[str, str]:
    """III.B: which secondary form the request's codes name."""
    rows = {"III.B": NOT_MET}
    for number, value_set in enumerate(SECONDARY_SETS, start=1):
        named = any_diagnosis(value_set, case["diagnosis_codes"], case.reference_date)
        rows[f"III.B.{number}"] = NOT_MET if named else NOT_DOCUMENTED
    return rows


def parent_of(clause: str, rows: dict[str, str]) -> str | None:
    """The clause above, when it has a row of its own."""
    above = clause.rpartition(".")[0]
    return above if above in rows else None


def outcome_of(determination: str, decision: str) -> str:
    """The determination against the plan's decision."""
    if determination in ("no_policy_version", "state_provision"):
        return "not_audited"
    if decision in ("PENDED", "WITHDRAWN"):
        return "not_decided"
    if determination == "refer":
        return "referred"
    if determination == "criteria_met":
        return "compliant_approval" if decision == "APPROVED" else "unsupported_denial"
    if decision == "DENIED":
        return "compliant_denial"
    approvals = {
        "criteria_not_met": "unsupported_approval",
        "not_documented": "undocumented_approval",
        "not_authorized": "unauthorized_approval",
    }
    return approvals[determination]


def requested_over_dose(case: Case) -> bool | None:
    """Dose above 0.12 mg/kg or day's dose above 0.24 mg/kg; None when neither can be said."""
    if case["dose_mg"] is None or case.weight is None:
        return None
    ratio = Fraction(case["dose_mg"]) / Fraction(case.weight)
    if ratio > Fraction(12, 100):
        return True
    if case["doses_per_day"] is None:
        return None
    return bool(ratio * case["doses_per_day"] > Fraction(24, 100))


def judge_rows(case: Case, pathway: str, version: str) -> tuple[str, dict[str, str], str | None]:
    """Determination, rows and referral policy of a case that the policy judges."""
    if pathway in ("I.C", "II.B"):
        return "refer", rows_other(case, pathway, version), referral_policy(case, version)
    if pathway == "III.B":
        return "not_authorized", rows_secondary(case), None
    rows = JUDGED[pathway](case)
    top = {clause: status for clause, status in rows.items() if parent_of(clause, rows) is None}
    failed = {clause for clause, status in top.items() if status == NOT_MET}
    # R14 alternative: a case that fails only its age or dose clause is another use
    if case.terms.alternative("R14") and failed and failed <= AGE_OR_DOSE:
        return "refer", rows, referral_policy(case, version)
    return DETERMINATION[all_of(list(top.values()))], rows, None


def judge_case(request: Row, member: Row, measurements: list[Row], terms: Terms) -> Row:
    """Everything the audit says of one case, its clauses under "rows" with their parents under "parents"."""
    own = [m for m in measurements if m["pa_id"] == request["pa_id"] and m["member_id"] == request["member_id"]]
    case = Case(request, member, own, terms)
    pathway, version = pathway_of(case), version_of(case)
    rows: dict[str, str] = {}
    referral: str | None = None
    allowed, length = None, None
    if state_rules(case):
        determination = "state_provision"
    elif version is None:
        determination = "no_policy_version"
    elif pathway is None:
        determination = "not_documented"
    else:
        determination, rows, referral = judge_rows(case, pathway, version)
        if case["decision"] == "APPROVED" and pathway in JUDGED:
            length, allowed = duration(case, pathway)
    parents = {clause: parent_of(clause, rows) for clause in rows}
    if length is not None:
        rows[f"{pathway}.duration"], parents[f"{pathway}.duration"] = length, None
    weight, dose = case.weight, case["dose_mg"]
    verdict: dict[str, Any] = {
        name: request[name]
        for name in ("pa_id", "member_id", "line_of_business", "request_type", "indication", "decision")
    }
    verdict |= {
        "reference_date": case.reference_date,
        "decided_date": case.decided_date,
        "pathway": pathway,
        "policy_version": version,
        "determination": determination,
        "outcome": outcome_of(determination, case["decision"]),
        "referral_policy": referral,
        "age_years": completed_years(member["birth_date"], case.reference_date, terms.alternative("R1")),
        "case_weight_kg": weight,
        "dose_mg_per_kg": None if dose is None or weight is None else four_decimals(Fraction(dose) / Fraction(weight)),
        "requested_over_dose": requested_over_dose(case),
        "auth_start_date": case["auth_start_date"],
        "auth_end_date": case["auth_end_date"],
        "allowed_through": allowed,
        "rows": rows,
        "parents": parents,
    }
    return verdict
