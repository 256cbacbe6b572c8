"""Every finding of the audit, kind by kind, from the rows that the judge accepted and its verdicts on them."""

from collections.abc import Iterator

from . import authorization, auxology, claims, contradiction, dose, outcome
from .dossier import CaseFile, Dossier, Fill, Row
from .finding import Finding, Raised, dollars, named

__all__ = ["KINDS", "Dossier", "Finding", "findings"]

CASE_RULES = [*outcome.CASE_RULES, *dose.CASE_RULES, *authorization.CASE_RULES, *contradiction.CASE_RULES]
FILL_RULES = [*dose.FILL_RULES, *authorization.FILL_RULES, *claims.FILL_RULES]
DOSSIER_RULES = [*dose.DOSSIER_RULES, *claims.DOSSIER_RULES]
KINDS = frozenset(rule.__name__ for rule in (*CASE_RULES, *FILL_RULES, *DOSSIER_RULES, *auxology.MEASUREMENT_RULES))


def of_case(kind: str, raised: Raised, case: CaseFile) -> Finding:
    """A finding on a request: the claims and dollars of its span, if it was approved."""
    rests_on = named(case.span_claims) if raised.claim_ids is None else raised.claim_ids
    return Finding(
        kind=kind,
        key=(case["pa_id"],),
        severity=raised.severity,
        reason=raised.reason,
        pa_id=case["pa_id"],
        member_id=case["member_id"],
        measurement_id=None,
        claim_ids=rests_on,
        service_date=None,
        amount_at_risk=dollars(case.span_claims) if case.approved else None,
        excess_amount=None,
    )


def of_fill(kind: str, raised: Raised, fill: Fill) -> Finding:
    """A finding on a dispensing: its claims and their dollars."""
    return Finding(
        kind=kind,
        key=(fill.member_id, fill.day.isoformat()),
        severity=raised.severity,
        reason=raised.reason,
        pa_id=raised.pa_id,
        member_id=fill.member_id,
        measurement_id=None,
        claim_ids=named(fill.claims) if raised.claim_ids is None else raised.claim_ids,
        service_date=fill.day,
        amount_at_risk=dollars(fill.claims),
        excess_amount=raised.excess_amount,
    )


def of_measurement(kind: str, raised: Raised, measurement: Row, dossier: Dossier) -> Finding:
    """A finding on a submitted measurement, without claims and dollars; of no case if that is another member's."""
    request = dossier.requests.get(measurement["pa_id"])
    return Finding(
        kind=kind,
        key=(measurement["measurement_id"],),
        severity=raised.severity,
        reason=raised.reason,
        pa_id=request["pa_id"] if request and request["member_id"] == measurement["member_id"] else None,
        member_id=measurement["member_id"],
        measurement_id=measurement["measurement_id"],
        claim_ids=(),
        service_date=None,
        amount_at_risk=None,
        excess_amount=None,
        cause=raised.cause,
    )


def every_finding(dossier: Dossier) -> Iterator[Finding]:
    """All of them, in no particular order."""
    for request in dossier.requests.values():
        case = CaseFile(request, dossier)
        for case_rule in CASE_RULES:
            if (raised := case_rule(case)) is not None:
                yield of_case(case_rule.__name__, raised, case)
    for (member, day), dispensing in dossier.dispensings.items():
        fill = Fill(dispensing, dossier.paid_between(member, day, day), dossier)
        for fill_rule in FILL_RULES:
            if (raised := fill_rule(fill)) is not None:
                yield of_fill(fill_rule.__name__, raised, fill)
    for measurement in dossier.measurements:
        for rule in auxology.MEASUREMENT_RULES if measurement["pa_id"] is not None else []:
            if (raised := rule(dossier, measurement)) is not None:
                yield of_measurement(rule.__name__, raised, measurement, dossier)
    for dossier_rule in DOSSIER_RULES:
        yield from dossier_rule(dossier)


def findings(dossier: Dossier) -> dict[tuple[str, tuple[str, ...]], Finding]:
    """Every finding by kind and key. AssertionError if two share both."""
    found: dict[tuple[str, tuple[str, ...]], Finding] = {}
    for finding in every_finding(dossier):
        assert (finding.kind, finding.key) not in found
        found[finding.kind, finding.key] = finding
    return found
