"""What reviewers hand back: dispositions of findings, and answers on the units of a sample, as pandera models.

Both start from a list that the audit wrote: a row whose answers are all blank says nothing.
"""

import polars as pl
from pandera.polars import DataFrameModel
from polars import col

from pa_audit.contract import RowRule
from pa_audit.fields import Money, at_most, optional, required

DISPOSITIONS = {
    "PENDING": "under review, such as waiting for records",
    "CONFIRMED": "the finding holds",
    "DISMISSED": "it does not hold, for the reason given",
    "REFERRED": "passed on, such as to special investigations or appeals",
    "CORRECTED": "it held, and the record or the decision was put right",
    "RECOVERED": "it held, and the money came back",
}


class Dispositions(DataFrameModel):
    """One row a finding that a reviewer has decided on."""

    finding_id: pl.String = required("Finding's id, as in audit.findings", **at_most(32))
    disposition: pl.String = required(
        f"What the reviewer decided ({'; '.join(f'{name}: {meaning}' for name, meaning in DISPOSITIONS.items())})",
        "code",
        isin=list(DISPOSITIONS),
    )
    reason: pl.String = optional("Why, in the reviewer's words; a dismissal needs one")
    reviewer: pl.String = required("Who decided")
    disposition_date: pl.Date = required("When it was decided")
    facts_sha256: pl.String = optional(
        "The finding's facts_sha256 that the reviewer saw; blank: the facts when this first arrived"
    )


UNIT = "unit"
UNIT_DECISIONS = ("CORRECT", "ERROR", "MISSING")
CLAUSE_DECISIONS = ("MET", "NOT_MET", "NOT_DOCUMENTED", "NOT_APPLICABLE")
ERROR_CATEGORIES = (
    "NO_DOCUMENTATION",
    "INSUFFICIENT_DOCUMENTATION",
    "MEDICAL_NECESSITY",
    "INCORRECT_CODING",
    "OTHER",
)


class Reviews(DataFrameModel):
    """One row what a reviewer decided on a unit of a sample, or on one clause of it."""

    sample_id: pl.String = required("Sample, as in audit.samples")
    unit: pl.Int32 = required("Number of the unit in the sample's frame", ge=1)
    reviewer: pl.String = required("Who decided")
    item: pl.String = required("What the row decides: unit for the unit as a whole, or the number of a clause")
    decision: pl.String = optional(
        "Of a unit CORRECT, ERROR, or MISSING where its records cannot be had; of a clause MET, NOT_MET,"
        " NOT_DOCUMENTED or NOT_APPLICABLE; blank: not decided",
        "code",
        isin=[*UNIT_DECISIONS, *CLAUSE_DECISIONS],
    )
    audited_amount: Money = optional("Dollars that should have been paid for the unit", ge=0)
    error_category: pl.String = optional("Why a unit is in error", "code", isin=list(ERROR_CATEGORIES))
    comment: pl.String = optional("What the reviewer wants remembered")


DISPOSITION_RULES = (
    RowRule(
        "dismissal_without_reason",
        "reason",
        "a reason for a finding that is DISMISSED",
        (col("disposition") != "DISMISSED") | col("reason").is_not_null(),
    ),
    RowRule("format", "facts_sha256", "64 hexadecimal digits", col("facts_sha256").str.contains("^[0-9a-f]{64}$")),
)

of_unit = col("item") == UNIT
REVIEW_RULES = (
    RowRule(
        "decision_of_unit",
        "decision",
        f"one of {', '.join(UNIT_DECISIONS)} where item is {UNIT}",
        ~of_unit | col("decision").is_in(UNIT_DECISIONS),
    ),
    RowRule(
        "decision_of_clause",
        "decision",
        f"one of {', '.join(CLAUSE_DECISIONS)} where item is a clause",
        of_unit | col("decision").is_in(CLAUSE_DECISIONS),
    ),
    RowRule(
        "error_without_category",
        "error_category",
        "a category where a unit is in ERROR",
        (col("decision") != "ERROR") | col("error_category").is_not_null(),
    ),
    RowRule(
        "category_without_error",
        "error_category",
        "none where nothing is in error",
        (col("decision") == "ERROR") | (col("decision") == "MISSING") | col("error_category").is_null(),
    ),
    RowRule(
        "amount_of_clause",
        "audited_amount",
        f"an amount only where item is {UNIT}",
        of_unit | col("audited_amount").is_null(),
    ),
)
