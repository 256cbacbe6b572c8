"""The extract contract, its only copy: what a health plan hands in each night, as pandera models.

Everything else that needs to know a column asks here: parsing, tables, SQL comments, the data dictionary.
A field says its meaning and unit, whether it is required, its bounds or values; an extract adds its key and
the rules that look beyond one row.
"""

from datetime import date
from typing import Any

import polars as pl
from pandera.polars import DataFrameModel
from polars import col

from pa_audit.contract import Extract, Reference, RowRule
from pa_audit.fields import Decimal, Money, Timestamp, at_most, optional, required
from pa_audit.review_extracts import DISPOSITION_RULES, REVIEW_RULES, Dispositions, Reviews

FIRST_BIRTH_DATE = date(1900, 1, 1)

SDS: dict[str, Any] = {"ge": -20, "le": 20}
KILOGRAMS: dict[str, Any] = {"ge": 1, "le": 300}


class Members(DataFrameModel):
    """One row a member of the plan."""

    member_id: pl.String = required("Member's id")
    birth_date: pl.Date = required("Date of birth", ge=FIRST_BIRTH_DATE)
    sex: pl.String = required("Sex", "code", isin=["M", "F", "U"])


class PaRequests(DataFrameModel):
    """One row a prior-authorization request (a case)."""

    pa_id: pl.String = required("Request's id: the case")
    member_id: pl.String = required("Member the request is for")
    line_of_business: pl.String = required(
        "Line of business; HIM is the health insurance marketplace",
        "code",
        isin=["MEDICAID", "HIM", "COMMERCIAL"],
    )
    state: pl.String = optional("State of the member's plan", "code", **at_most(2))
    renewal_date: pl.Date = optional("A commercial member's renewal date")
    formulary_status: pl.String = optional(
        "Whether the drug is on the formulary, or on Medicaid's preferred drug list",
        "code",
        isin=["FORMULARY", "NON_FORMULARY"],
    )
    request_type: pl.String = required("Whether therapy starts or continues", "code", isin=["INITIAL", "CONTINUATION"])
    indication: pl.String = optional(
        "Indication as attested on the request",
        "code",
        isin=["SEVERE_PRIMARY_IGFD", "ACQUIRED_GH_INSENSITIVITY", "SECONDARY_IGFD", "OTHER"],
    )
    diagnosis_codes: pl.String = optional("ICD-10-CM codes, separated by ;, dots optional", "code")
    received_at: Timestamp = required("When the request came in, local time; its date is the reference date")
    decided_at: Timestamp = optional("When the plan decided, local time")
    decision: pl.String = required("What the plan decided", "code", isin=["APPROVED", "DENIED", "PENDED", "WITHDRAWN"])
    auth_start_date: pl.Date = optional("First covered day, inclusive")
    auth_end_date: pl.Date = optional("Last covered day, inclusive")
    authorized_quantity_mg: Decimal = optional("Authorized quantity in mg", gt=0)
    prescriber_npi: pl.String = optional("Prescriber's NPI", **at_most(10))
    prescriber_taxonomy: pl.String = optional("Prescriber's NUCC provider taxonomy", "code", **at_most(10))
    consult_taxonomy: pl.String = optional("NUCC provider taxonomy of the specialist consulted", "code", **at_most(10))
    dose_mg: Decimal = optional("Requested dose in mg per administration", gt=0, le=100)
    doses_per_day: pl.Int32 = optional("Administrations per day", ge=1, le=24)
    weight_kg: Decimal = optional("Body weight in kg", **KILOGRAMS)
    weight_date: pl.Date = optional("When the weight was taken")
    prior_dose_mg: Decimal = optional("Dose before this request in mg per administration")
    is_dose_increase: pl.Boolean = optional("The request raises the dose")
    epiphysis_status: pl.String = optional(
        "Growth plates on the x-ray, open or closed", "code", isin=["OPEN", "CLOSED"]
    )
    igf1_sds: Decimal = optional("Basal IGF-1 as SD score", **SDS)
    gh_level: pl.String = optional("Growth hormone level", "code", isin=["LOW", "NORMAL", "ELEVATED"])
    gh_gene_deletion: pl.Boolean = optional("A deletion of the GH gene is documented as the cause of GH deficiency")
    gh_neutralizing_antibodies: pl.Boolean = optional("Neutralizing antibodies to GH are documented")
    growth_velocity_sds_1y: Decimal = optional("Growth velocity over 1 year as SD score", **SDS)
    growth_velocity_sds_2y: Decimal = optional("Growth velocity sustained over 2 years as SD score", **SDS)
    malignancy: pl.Boolean = optional("Malignant neoplasia, or a history of it")
    concurrent_somatropin: pl.Boolean = optional("Somatropin is given at the same time")
    currently_receiving: pl.Boolean = optional(
        "Already receiving the drug through this plan's benefit, or met the initial criteria before"
    )
    continuity_of_care: pl.Boolean = optional("Receives the drug under continuity-of-care rules of state and product")
    therapy_start_date: pl.Date = optional("When therapy with the drug started")


class GrowthMeasurements(DataFrameModel):
    """One row a measurement of a member's growth."""

    measurement_id: pl.String = required("Measurement's id")
    member_id: pl.String = required("Member measured")
    pa_id: pl.String = optional("Case it was submitted with; blank for other sources")
    measured_date: pl.Date = required("When it was taken")
    height_cm: Decimal = optional("Height in cm", ge=30, le=250)
    height_sds: Decimal = optional("Height as SD score", **SDS)
    age_months: Decimal = optional("Age in months as written on the submission", ge=0, le=1440)
    weight_kg: Decimal = optional("Body weight in kg", **KILOGRAMS)


class PharmacyClaims(DataFrameModel):
    """One row a pharmacy claim (NCPDP field numbers in brackets)."""

    claim_id: pl.String = required("Claim's id")
    member_id: pl.String = required("Member the drug was dispensed to")
    dispensing_date: pl.Date = required("Date of service [401-D1]")
    ndc_code: pl.String = required("National Drug Code, 11 digits [407-D7]", "ndc")
    quantity: Decimal = required("Quantity in the product's billing unit, mL for vials [442-E7]", gt=0)
    unit_of_measure: pl.String = optional("Billing unit of the quantity [600-28]", "code", isin=["ML", "EA", "GM"])
    days_supply: pl.Int32 = optional("Days the quantity lasts [405-D5]", ge=1, le=365)
    claim_status: pl.String = required("Claim's status", "code", isin=["PAID", "REVERSED", "DENIED"])
    reverses_claim_id: pl.String = optional("On a reversal: the paid claim that it cancels")
    pa_id: pl.String = optional("Authorization the claim names [462-EV]")
    prescribing_provider_npi: pl.String = optional("Prescriber's NPI [411-DB]", **at_most(10))
    paid_amount: Money = optional(
        "Plan paid in US dollars; a reversal carries what it takes back, as a positive figure", ge=0
    )


class MedicalClaims(DataFrameModel):
    """One row a medical claim line (X12 837P fields in brackets)."""

    claim_id: pl.String = required("Claim's id")
    claim_line_number: pl.Int32 = required("Line within the claim")
    member_id: pl.String = required("Member served")
    claim_line_start_date: pl.Date = required("Service date [DTP*472]")
    hcpcs_code: pl.String = optional("HCPCS procedure code [SV101-2]", "code", **at_most(5))
    hcpcs_modifiers: pl.String = optional("HCPCS modifiers, separated by ;", "code")
    service_unit_quantity: Decimal = optional(
        "Service units as the HCPCS code counts them; in mg: audit.value_sets [SV104]", gt=0
    )
    diagnosis_codes: pl.String = optional("ICD-10-CM codes, separated by ;, dots optional", "code")
    frequency_code: pl.String = required("1 original, 7 replacement, 8 void [CLM05-3]", "code", isin=["1", "7", "8"])
    replaces_claim_id: pl.String = optional("On 7 and 8: the claim that it replaces or voids [REF*F8]")
    claim_status: pl.String = required("Claim line's status", "code", isin=["PAID", "DENIED"])
    pa_id: pl.String = optional("Authorization the claim line names")
    paid_amount: Money = optional("Plan paid in US dollars")


def needed_when(decision: str, reason: str, column: str) -> RowRule:
    """Ask for a column on requests with this decision."""
    expects = f"a value on a request that is {decision}"
    return RowRule(reason, column, expects, (col("decision") != decision) | col(column).is_not_null())


REQUEST_RULES = (
    RowRule(
        "decided_before_received",
        "decided_at",
        "no time before received_at",
        col("decided_at") >= col("received_at"),
    ),
    needed_when("APPROVED", "approval_incomplete", "decided_at"),
    needed_when("APPROVED", "approval_incomplete", "auth_start_date"),
    needed_when("APPROVED", "approval_incomplete", "auth_end_date"),
    needed_when("DENIED", "denial_incomplete", "decided_at"),
    RowRule(
        "auth_end_before_start",
        "auth_end_date",
        "no date before auth_start_date",
        col("auth_end_date") >= col("auth_start_date"),
    ),
)

MEMBER = Reference("member_id", "audit.members", "unknown_member", "a member of the members extract")
FINDING = Reference("finding_id", "store.findings", "unknown_finding", "a finding of an earlier run")
SAMPLE = Reference("sample_id", "store.samples", "unknown_sample", "a sample of audit.samples")

EXTRACTS: dict[str, Extract] = {
    extract.name: extract
    for extract in (
        Extract("members", Members, ("member_id",), until_as_of="birth_date"),
        Extract("pa_requests", PaRequests, ("pa_id",), REQUEST_RULES, dated="received_at", refers_to=MEMBER),
        Extract(
            "growth_measurements",
            GrowthMeasurements,
            ("measurement_id",),
            dated="measured_date",
            after_birth="measured_date",
            refers_to=MEMBER,
        ),
        Extract("pharmacy_claims", PharmacyClaims, ("claim_id",), dated="dispensing_date", refers_to=MEMBER),
        Extract(
            "medical_claims",
            MedicalClaims,
            ("claim_id", "claim_line_number"),
            dated="claim_line_start_date",
            refers_to=MEMBER,
        ),
        Extract(
            "dispositions",
            Dispositions,
            ("finding_id",),
            DISPOSITION_RULES,
            dated="disposition_date",
            refers_to=FINDING,
            answers=("disposition", "reason", "reviewer", "disposition_date"),
        ),
        Extract(
            "reviews",
            Reviews,
            ("sample_id", "unit", "reviewer", "item"),
            REVIEW_RULES,
            refers_to=SAMPLE,
            answers=("decision", "audited_amount", "error_category", "comment"),
        ),
    )
}
