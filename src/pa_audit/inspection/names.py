"""What other people call the contract's columns: whole names in lower case, letters and digits only."""

import re
from collections.abc import Iterator

NAMES: dict[str, str] = {
    "member_id": "person_id patient_id bene_id desynpuf_id mbr_id memberid member_no member_number member_key subjid "
    "subject_id subscriber_id patient mbr_key cardholder_id bene_key member",
    "birth_date": "dob date_of_birth birthdate bene_birth_dt birth_dt mbr_dob patient_dob birthday",
    "sex": "gender gender_code sex_code bene_sex_ident_cd mbr_sex mbr_gender sex_cd gender_cd administrative_sex",
    "pa_id": "auth_id authorization_id prior_auth_id auth_number authorization_number request_id case_id pa_number "
    "prior_authorization_number auth_no reference_number",
    "line_of_business": "lob product product_line line_of_bus",
    "state": "state_code st plan_state member_state state_cd",
    "renewal_date": "renewal_dt plan_renewal_date",
    "request_type": "req_type auth_type review_type",
    "indication": "requested_indication use",
    "diagnosis_codes": "diagnosis_code diag dx dx_code icd10 icd_code icd_dgns_cd icd9_dgns_cd diag_code diagnosis "
    "primary_diagnosis icd10_code icd_10_code dx_cd diag_cd icd_dgns_code",
    "received_at": "received_date request_date received received_datetime date_received submitted_at req_date "
    "request_received_date received_dt request_dt",
    "decided_at": "decision_date determination_date decided decision_datetime decision_dt determination_dt",
    "decision": "determination auth_status decision_code disposition request_status status outcome",
    "auth_start_date": "authorization_start_date effective_date auth_from auth_start start_date auth_begin_date "
    "auth_eff_date approved_from",
    "auth_end_date": "authorization_end_date expiration_date auth_to auth_end end_date auth_thru_date auth_exp_date "
    "approved_to",
    "authorized_quantity_mg": "authorized_quantity auth_qty approved_quantity approved_mg",
    "prescriber_npi": "prescribing_npi requesting_provider_npi ordering_npi provider_npi prescriber",
    "prescriber_taxonomy": "provider_taxonomy taxonomy requesting_provider_taxonomy",
    "consult_taxonomy": "specialist_taxonomy",
    "dose_mg": "dose requested_dose dose_amount dosage_mg",
    "doses_per_day": "frequency_per_day times_per_day daily_frequency",
    "weight_kg": "weight wt wt_kg body_weight weight_lb weight_lbs wt_lb wt_lbs weightkg weightlbs",
    "weight_date": "date_of_weight weight_dt",
    "igf1_sds": "igf_1_sds igf1_z igf_1_zscore igf1_zscore igf1_sd_score",
    "height_cm": "height ht ht_cm stature height_in height_inches ht_in body_height length_cm heightcm heightin",
    "height_sds": "ht_sds height_z height_zscore ht_z ht_zscore height_sd_score",
    "age_months": "age_in_months agemos age_mos",
    "measurement_id": "observation_id measure_id vital_id obs_id reading_id result_id lab_result_id",
    "measured_date": "measurement_date observation_date date_measured vital_date visit_date measure_date obs_date "
    "result_date collection_date taken_on",
    "claim_id": "clm_id claim_number claim_no claimid pde_id rx_claim_id claim_key clm_nbr claim_nbr transaction_id",
    "claim_line_number": "line_number line_num line_no clm_line_num claim_line line claim_line_no line_nbr",
    "dispensing_date": "fill_date date_filled srvc_dt service_date dispensed_date fill_dt date_of_service rx_date "
    "filled_date dispense_date dt_filled",
    "ndc_code": "ndc prod_srvc_id ndc11 ndc_11 national_drug_code product_id drug_ndc ndc_number ndc_nbr product_ndc",
    "quantity": "qty quantity_dispensed qty_dspnsd_num qty_dispensed metric_quantity dispensed_quantity drug_qty "
    "quantity_disp disp_qty",
    "unit_of_measure": "uom unit units quantity_unit metric_unit",
    "days_supply": "days_suply_num day_supply dayssupply supply_days day_supply_count days_of_supply days_sply",
    "claim_status": "claim_status_code clm_status status paid_status transaction_status line_status",
    "reverses_claim_id": "reversed_claim_id original_claim_id orig_claim_id reversal_of",
    "prescribing_provider_npi": "prescriber_npi prescriber_id prscrbr_id prescribing_npi ordering_npi",
    "paid_amount": "plan_paid_amount amount_paid paid_amt plan_paid net_paid amt_paid cvrd_d_plan_pd_amt "
    "line_nch_pmt_amt plan_pay plan_paid_amt paid",
    "claim_line_start_date": "line_1st_expns_dt service_date from_date line_from_date date_of_service dos clm_from_dt "
    "claim_start_date service_from_date svc_date from_dt first_service_date dos_from",
    "hcpcs_code": "hcpcs_cd hcpcs procedure_code proc_code cpt cpt_code hcpcs_cpt proc_cd cpt_hcpcs",
    "hcpcs_modifiers": "hcpcs_modifier modifier mod modifier_code proc_mod",
    "service_unit_quantity": "units line_srvc_cnt service_units unit_count quantity units_of_service svc_units "
    "billed_units",
    "frequency_code": "claim_frequency_code clm_freq_cd bill_frequency claim_freq",
    "replaces_claim_id": "original_claim_id replaced_claim_id orig_claim_id original_reference_number",
}

# Codes of other people by the contract's.
CODES: dict[str, dict[str, str]] = {
    "sex": {"m": "M", "male": "M", "1": "M", "f": "F", "female": "F", "2": "F", "u": "U", "unknown": "U", "0": "U"},
    "claim_status": {
        "p": "PAID", "paid": "PAID", "r": "REVERSED", "reversed": "REVERSED", "d": "DENIED", "denied": "DENIED",
        "rejected": "DENIED", "reversal": "REVERSED",
    },
    "decision": {
        "a": "APPROVED", "approved": "APPROVED", "approve": "APPROVED", "d": "DENIED", "denied": "DENIED",
        "deny": "DENIED", "pended": "PENDED", "pending": "PENDED", "p": "PENDED", "withdrawn": "WITHDRAWN",
        "w": "WITHDRAWN",
    },
    "request_type": {
        "initial": "INITIAL", "new": "INITIAL", "i": "INITIAL", "continuation": "CONTINUATION", "renewal":
        "CONTINUATION", "reauthorization": "CONTINUATION", "c": "CONTINUATION",
    },
    "line_of_business": {
        "medicaid": "MEDICAID", "mcd": "MEDICAID", "commercial": "COMMERCIAL", "com": "COMMERCIAL", "him": "HIM",
        "exchange": "HIM", "marketplace": "HIM",
    },
    "unit_of_measure": {"ml": "ML", "ea": "EA", "gm": "GM", "each": "EA", "milliliter": "ML", "gram": "GM"},
    "frequency_code": {"1": "1", "7": "7", "8": "8"},
}  # fmt: skip

UNITS = {"lb": ("lb", "lbs", "pounds"), "in": ("in", "inch", "inches"), "kg": ("kg",), "cm": ("cm",), "mg": ("mg",)}


def alike(source: str, column: str) -> float:
    """Tell how well a source column's name fits a column of the contract, 0 to 1."""
    plain = normal(source)
    if plain == column:
        return 1.0
    if plain in NAMES.get(column, "").split():
        return 0.9
    theirs, ours = set(plain.split("_")), set(column.split("_"))
    shared = len(theirs & ours) / len(theirs | ours)
    return 0.6 * shared if shared >= 0.5 else 0.0


def normal(name: str) -> str:
    """Write a name in lower case, its words apart by one underscore: MemberID and member-id are member_id."""
    words = re.sub(r"([a-z0-9])([A-Z])", r"\1_\2", name)
    return re.sub(r"[^a-z0-9]+", "_", words.lower()).strip("_")


def unit_in(name: str) -> str | None:
    """Find a unit in a name: weight_lbs is in lb."""
    words = normal(name).split("_")
    return next((unit for unit, spelt in UNITS.items() if words and words[-1] in spelt), None)


def numbered(names: list[str]) -> Iterator[tuple[str, list[int]]]:
    """Find columns side by side: dx_1, dx_2 … as ("dx_{n}", [1, 2])."""
    found: dict[str, list[int]] = {}
    for name in names:
        if parts := re.fullmatch(r"(.*\D)([1-9]\d?)", name):
            found.setdefault(parts[1] + "{n}", []).append(int(parts[2]))
    yield from ((pattern, sorted(places)) for pattern, places in found.items() if len(places) > 1 and 1 in places)
