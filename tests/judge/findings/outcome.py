"""Findings of the outcome: the determination against the plan's decision. Kind = function's name."""

from .dossier import CaseFile
from .finding import HIGH, MEDIUM, Raised


def unsupported_approval(case: CaseFile) -> Raised | None:
    return Raised(HIGH) if case.verdict["outcome"] == "unsupported_approval" else None


def unauthorized_approval(case: CaseFile) -> Raised | None:
    return Raised(HIGH) if case.verdict["outcome"] == "unauthorized_approval" else None


def undocumented_approval(case: CaseFile) -> Raised | None:
    return Raised(MEDIUM) if case.verdict["outcome"] == "undocumented_approval" else None


def unsupported_denial(case: CaseFile) -> Raised | None:
    return Raised(HIGH) if case.verdict["outcome"] == "unsupported_denial" else None


CASE_RULES = [unsupported_approval, unauthorized_approval, undocumented_approval, unsupported_denial]
