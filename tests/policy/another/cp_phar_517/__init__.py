"""A policy of another drug, for the test of second policies: one section of its own, all else as in CP.PHAR.150."""

from typing import Any

from polars import col

from pa_audit.kleene import Rule, Section
from pa_audit.policy import cp_phar_150

ID = "CP.PHAR.517"
DRUG = "somatropin"
NAME = "somatropin"
INAPPLICABLE_FINDINGS = ("contradiction_somatropin", "starting_dose_off_label", "titration_step_off_label")
WORDS = cp_phar_150.WORDS | {"pathway": cp_phar_150.WORDS["pathway"] | {"I.A": "First request for a short child"}}

first_request = Section("I.A")
SECTIONS = (first_request, *cp_phar_150.SECTIONS[1:])


@first_request.clause("I.A.1", "No malignancy")
def no_malignancy(r: Any) -> Rule:
    """No malignant neoplasm."""
    return Rule(~col("malignancy"))


def __getattr__(name: str) -> Any:
    return getattr(cp_phar_150, name)
