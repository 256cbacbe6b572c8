"""What each kind of finding cannot be found without: columns that some row must fill, for anything to be decided."""

DRUG = "pharmacy_claims.ndc_code or medical_claims.hcpcs_code"
WEIGHT = "growth_measurements.weight_kg or pa_requests.weight_kg"
SPAN = "pa_requests.auth_end_date"
INDICATION = "pa_requests.indication"

NEEDS: dict[str, tuple[str, ...]] = {
    "unsupported_approval": (INDICATION,),
    "unauthorized_approval": (INDICATION,),
    "undocumented_approval": ("pa_requests.decision",),
    "unsupported_denial": (INDICATION,),
    "requested_over_dose": ("pa_requests.dose_mg", WEIGHT),
    "dosing_frequency_off_label": ("pa_requests.doses_per_day",),
    "starting_dose_off_label": ("pa_requests.dose_mg", WEIGHT),
    "titration_step_off_label": ("pa_requests.dose_mg", "pa_requests.prior_dose_mg", WEIGHT),
    "over_dose": (DRUG, WEIGHT),
    "sustained_over_dose": (DRUG, WEIGHT),
    "quantity_above_authorized": ("pa_requests.authorized_quantity_mg", DRUG),
    "authorization_too_long": (SPAN, INDICATION),
    "authorization_too_short": (SPAN, INDICATION),
    "renewal_date_implausible": ("pa_requests.renewal_date",),
    "claim_without_authorization": (DRUG, "pa_requests.decision"),
    "prescriber_mismatch": ("pa_requests.prescriber_npi", "pharmacy_claims.prescribing_provider_npi"),
    "claim_at_or_after_18": (DRUG,),
    "duplicate_claim": ("pharmacy_claims.ndc_code",),
    "billed_under_both_benefits": ("pharmacy_claims.ndc_code", "medical_claims.hcpcs_code"),
    "wastage_modifier": ("medical_claims.hcpcs_code", "medical_claims.hcpcs_modifiers"),
    "orphan_reversal": ("pharmacy_claims.reverses_claim_id or medical_claims.replaces_claim_id",),
    "dispensed_after_malignancy": (DRUG, "medical_claims.diagnosis_codes"),
    "contradiction_malignancy": ("pa_requests.malignancy", "medical_claims.diagnosis_codes"),
    "contradiction_somatropin": ("pa_requests.concurrent_somatropin", SPAN, DRUG),
    "contradiction_long_acting_gh": ("pa_requests.concurrent_somatropin", SPAN, DRUG),
    "contradiction_height_sds": (
        "growth_measurements.pa_id", "growth_measurements.height_cm", "growth_measurements.height_sds",
        "growth_measurements.age_months",
    ),
    "implausible_height": ("growth_measurements.pa_id", "growth_measurements.height_cm"),
    "contradiction_age": ("growth_measurements.pa_id", "growth_measurements.age_months"),
    "contradiction_weight": ("pa_requests.weight_kg", "growth_measurements.weight_kg"),
    "contradiction_dose_increase": ("pa_requests.is_dose_increase", "pa_requests.dose_mg"),
    "contradiction_receiving": ("pa_requests.currently_receiving",),
    "secondary_igfd_code": ("pa_requests.diagnosis_codes", INDICATION),
    "igf1_resistance_code": ("pa_requests.diagnosis_codes",),
    "closed_epiphysis": ("pa_requests.epiphysis_status", "pa_requests.decision"),
}  # fmt: skip


def lacking(given: set[str]) -> dict[str, list[str]]:
    """Name the kinds that nothing can be found of, and the columns they lack, when these columns are given."""
    lacks = {kind: [need for need in needs if not given & set(need.split(" or "))] for kind, needs in NEEDS.items()}
    return {kind: needs for kind, needs in lacks.items() if needs}
