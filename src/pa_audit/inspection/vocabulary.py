"""The words that other people use for the contract's columns and codes; names.py compares with them."""

# Column of the contract to other names of it; how words are shortened is in SHORT.
NAMES: dict[str, str] = {
    "member_id": "person_id patient_id bene_id desynpuf_id member_number subject_id subjid subscriber_id patient "
    "cardholder_id bene_key member person_key enrollee_id recipient_id medicaid_id subscriber_number cardholder_number "
    "unique_member_id mrn member_identifier beneficiary_id insured_id alternate_member_id",
    "birth_date": "date_of_birth bene_birth_date birthday birth_day",
    "sex": "sex_code sex_name bene_sex_ident_code administrative_sex sex_at_birth birth_sex",
    "pa_id": "auth_id prior_auth_id auth_number request_id case_id pa_number auth_reference reference_number auth "
    "case_number pa_case_id precert_number reference_id prior_auth_number tracking_number prior_auth request_number "
    "auth_case_id prior_auth_number_submitted prior_authorization_number_submitted",
    "line_of_business": "plan program plan_name product product_line line_of_bus business_line plan_type "
    "coverage_type segment",
    "state": "state_code plan_state member_state residence_state",
    "renewal_date": "plan_renewal_date policy_renewal_date benefit_renewal_date",
    "formulary_status": "formulary pdl_status formulary_indicator drug_formulary_status",
    "request_type": "type auth_type review_type request_category case_type type_of_request type_of_review",
    "indication": "requested_indication use attested_indication",
    "diagnosis_codes": "diagnosis_code diagnosis icd10 icd_code icd_diagnosis_code icd9_diagnosis_code "
    "primary_diagnosis icd10_code icd_10_code icd_10 primary_diagnosis_code diagnosis_icd10",
    "received_at": "received_date request_date received received_datetime date_received submitted_at date_of_request "
    "request_received_date receipt_date submission_date intake_date submitted_date request_datetime received_on "
    "request_received created_date",
    "decided_at": "decision_date determination_date decided decision_datetime determination_datetime date_decided "
    "decided_date decided_on date_of_decision finalized_date date_of_determination decision_made",
    "decision": "determination auth_status decision_code disposition request_status status outcome final_decision "
    "determination_status case_status decision_status auth_decision",
    "auth_start_date": "effective_date auth_from auth_start start_date approved_from auth_effective_date "
    "approval_start_date approved_from_date valid_from auth_from_date approval_effective_date",
    "auth_end_date": "expiration_date auth_to auth_end end_date auth_through_date auth_expiration_date approved_to "
    "approval_end_date approved_through valid_to auth_to_date approval_expiration_date termination_date",
    "authorized_quantity_mg": "authorized_quantity auth_quantity approved_quantity approved quantity_approved "
    "quantity_auth",
    "prescriber_npi": "requesting_provider_npi ordering_npi provider_npi prescriber requesting_npi "
    "ordering_provider_npi",
    "prescriber_taxonomy": "provider_taxonomy taxonomy requesting_provider_taxonomy taxonomy_code "
    "prescriber_taxonomy_code",
    "consult_taxonomy": "specialist_taxonomy consultant_taxonomy",
    "dose_mg": "dose requested_dose dose_amount dosage dose_requested single_dose dose_per_administration",
    "doses_per_day": "frequency_per_day times_per_day daily_frequency daily_doses administrations_per_day doses_day "
    "times_daily frequency dose_frequency dosing_frequency freq_per_day",
    "weight_kg": "weight body_weight current_weight wgt weight_value member_weight",
    "weight_date": "date_of_weight weight_taken weight_measured_date",
    "prior_dose_mg": "prior_dose previous_dose last_dose old_dose current_dose",
    "is_dose_increase": "dose_increase increase dose_increase_request dose_increased",
    "epiphysis_status": "epiphyses epiphysis growth_plates growth_plate growth_plate_status epiphyseal_status",
    "igf1_sds": "igf_1_sds igf1_z igf_1_zscore igf1_zscore igf1_sd_score igf1_z_score igf_1_sd_score igf1_sd igf_1_sd",
    "gh_level": "growth_hormone_level gh_test gh_stimulation gh_result growth_hormone",
    "gh_gene_deletion": "gene_deletion gh1_deletion gh_gene_deleted",
    "gh_neutralizing_antibodies": "neutralizing_antibodies gh_antibodies anti_gh_antibodies",
    "growth_velocity_sds_1y": "gv_sds_1y height_velocity_sds_1y",
    "growth_velocity_sds_2y": "gv_sds_2y height_velocity_sds_2y",
    "malignancy": "active_malignancy has_malignancy cancer neoplasm malignant_neoplasm malignancy_history",
    "concurrent_somatropin": "somatropin on_somatropin concurrent_gh concomitant_somatropin concurrent_growth_hormone",
    "currently_receiving": "currently_on_therapy on_therapy current_therapy currently_receiving_drug",
    "continuity_of_care": "coc continuity",
    "therapy_start_date": "treatment_start_date therapy_started start_of_therapy date_therapy_started",
    "height_cm": "height stature body_height length body_length hgt current_height height_value member_height",
    "height_sds": "height_z height_zscore height_sd_score height_z_score height_sd haz",
    "age_months": "age age_at_visit age_at_measurement",
    "measurement_id": "observation_id measure_id vital_id reading_id result_id lab_result_id vitals_id vital_sign_id "
    "growth_id record_id",
    "measured_date": "measure_date observation_date date_measured vital_date visit_date result_date collection_date "
    "taken_on vitals_date date_taken encounter_date recorded_date date_recorded date_of_visit exam_date date "
    "date_of_measure recorded_on collected_date measured_on vitals_taken_date",
    "claim_id": "claim_number claimid pde_id rx_claim_id transaction_id rx_claim_number claim_control_number icn dcn "
    "claim claim_reference pharmacy_claim_id claim_sequence_id",
    "claim_line_number": "line_number claim_line line claim_line_num service_line line_id line_item line_sequence "
    "service_line_number",
    "dispensing_date": "fill_date date_filled service_date dispensed_date date_of_service rx_date filled_date "
    "date_dispensed date_of_fill rx_fill_date filled_on fill dispensed_on",
    "ndc_code": "ndc product_service_id ndc11 ndc_11 national_drug_code product_id ndc_number product_ndc "
    "dispensed_ndc drug_code product_service_code ndc_11_code",
    "quantity": "quantity_dispensed metric_quantity dispensed_quantity drug_quantity metric_decimal_quantity "
    "fill_quantity units_dispensed quantity_filled quantity_dispensed_number",
    "unit_of_measure": "uom unit units quantity_unit metric_unit quantity_uom dispensed_uom ncpdp_uom",
    "days_supply": "ds days day_supply dayssupply supply_days day_supply_count days_of_supply number_of_days_supply "
    "days_supply_number",
    "claim_status": "claim_status_code status paid_status transaction_status line_status adjudication_status "
    "paid_denied claim_disposition",
    "reverses_claim_id": "reversed_claim_id original_claim_id reversal_of reverses reversed_claim "
    "original_claim_number reversed_claim_number reversal_of_claim",
    "prescribing_provider_npi": "prescriber_npi prescriber_id ordering_npi prescriber_identifier",
    "paid_amount": "plan_paid_amount amount_paid plan_paid net_paid covered_d_plan_paid_amount line_nch_payment_amount "
    "plan_pay paid total_paid net_paid_amount payment_amount plan_payment total_plan_paid paid_dollars "
    "plan_payment_amount amount_paid_by_plan total_paid_amount line_paid_amount",
    "claim_line_start_date": "line_1st_expense_date service_date from_date line_from_date date_of_service "
    "claim_from_date claim_start_date service_from_date first_service_date service_start_date dos_from from_dos "
    "line_service_date begin_date date_of_service_from first_date_of_service line_start_date",
    "hcpcs_code": "hcpcs hcpc procedure_code cpt cpt_code hcpcs_cpt cpt_hcpcs procedure service_code cpt_hcpcs_code "
    "hcpcs_procedure_code",
    "hcpcs_modifiers": "hcpcs_modifier modifier modifiers modifier_code procedure_modifier cpt_modifier",
    "service_unit_quantity": "units line_service_count service_units unit_count quantity units_of_service billed_units "
    "units_billed number_of_units unit_quantity allowed_units",
    "frequency_code": "claim_frequency_code bill_frequency claim_frequency bill_frequency_code frequency "
    "type_of_bill_frequency",
    "replaces_claim_id": "original_claim_id replaced_claim_id original_reference_number adjusted_claim_id "
    "original_claim_number parent_claim_id",
}

# Words as people shorten them, to the words of NAMES.
SHORT: dict[str, str] = {
    "dob": "birth date", "dos": "service date", "lob": "line business", "gender": "sex", "dx": "diagnosis",
    "mbr": "member", "mem": "member", "memb": "member", "pt": "patient", "pat": "patient",
    "nbr": "number", "num": "number", "no": "number", "nr": "number", "key": "id", "identifier": "id", "ident": "id",
    "dt": "date", "dte": "date", "dttm": "date", "datetime": "date",
    "cd": "code", "cde": "code", "amt": "amount", "qty": "quantity",
    "quant": "quantity", "authorization": "auth", "authorisation": "auth", "authorized": "auth", "authz": "auth",
    "svc": "service", "srvc": "service", "srv": "service", "prov": "provider", "presc": "prescriber",
    "prescr": "prescriber", "prscrbr": "prescriber", "prescribing": "prescriber", "disp": "dispensed",
    "dispense": "dispensed", "dispensing": "dispensed", "dspnsd": "dispensed", "sply": "supply", "suply": "supply",
    "sup": "supply", "diag": "diagnosis", "dgns": "diagnosis", "proc": "procedure", "mod": "modifier",
    "mdfr": "modifier", "clm": "claim", "clms": "claim", "stat": "status", "sts": "status", "ht": "height",
    "wt": "weight", "eff": "effective", "exp": "expiration", "thru": "through", "beg": "start", "begin": "start",
    "req": "request", "requested": "request", "recd": "received", "rcvd": "received", "rec": "received",
    "determ": "determination", "msr": "measure", "measured": "measure", "measurement": "measure", "obs": "observation",
    "pd": "paid", "pmt": "payment", "pymt": "payment", "ln": "line", "orig": "original", "freq": "frequency",
    "cnt": "count", "srce": "source", "expns": "expense", "cvrd": "covered", "birthdate": "birth date",
    "taxon": "taxonomy", "agemos": "age", "wgt": "weight", "hgt": "height", "prev": "previous", "conc": "concurrent",
    "meas": "measure", "term": "termination", "bus": "business",
}  # fmt: skip
OTHER_UNITS = {"ml", "iu", "vial", "vials"}
"""Units that nothing is converted from."""
SAYS_NOTHING = {"of", "the", "is", "a", "for", "in", "time", "timestamp"}
OF_WHAT = {"member", "patient", "rx", "pharmacy", "drug", "claim", "plan", "med", "medical", "bene"}
"""Words that only say what the whole file is about."""

VERSIONS = {"vrsn", "version", "type", "qualifier", "qual"}
"""Words of the columns that say which ICD a code beside them is of."""
RELATIVES = {"target", "parental", "midparental", "parent", "mother", "father", "maternal", "paternal", "family"}
NOT_NOW = {"birth", "predicted", "adult"}
TESTED = {"followup", "follow", "peak", "stimulated", "max"}
"""Words of results that are not the basal ones, which the contract asks for."""
NEGATED = {"no", "not", "non", "without", "ruled", "discontinued", "stopped"}
ANOTHER: dict[str, set[str]] = {
    "height_cm": RELATIVES | NOT_NOW | {"velocity", "sitting"},
    "height_sds": RELATIVES | NOT_NOW | {"velocity", "sitting", "gv"},
    "weight_kg": RELATIVES | NOT_NOW,
    "dose_mg": {"daily", "weekly", "total", "increase"},
    "doses_per_day": {"week", "weekly"},
    "igf1_sds": TESTED,
    "gh_level": TESTED,
    "malignancy": RELATIVES | NEGATED | {"screen", "screening", "date"},
    "concurrent_somatropin": NEGATED | {"prior", "previous", "date"},
    "paid_amount": {"patient", "member", "copay", "copayment", "coinsurance", "deductible", "allowed", "billed"},
    "diagnosis_codes": VERSIONS | {"poa", "date", "description", "desc"},
}
"""Words that make a name that of another thing."""
FAMILY = {"subscriber", "cardholder", "insured", "family", "policy"}
"""Words of ids that everybody of a family may have."""

# Codes of other people by the contract's.
CODES: dict[str, dict[str, str]] = {
    "sex": {
        "m": "M", "male": "M", "1": "M", "boy": "M", "f": "F", "female": "F", "2": "F", "girl": "F", "u": "U",
        "unknown": "U", "0": "U", "9": "U",
    },
    "claim_status": {
        "p": "PAID", "paid": "PAID", "r": "REVERSED", "reversed": "REVERSED", "d": "DENIED", "denied": "DENIED",
        "rejected": "DENIED", "reversal": "REVERSED", "approved": "PAID", "reject": "DENIED", "deny": "DENIED",
    },
    "decision": {
        "a": "APPROVED", "approved": "APPROVED", "approve": "APPROVED", "approval": "APPROVED", "d": "DENIED",
        "denied": "DENIED", "deny": "DENIED", "denial": "DENIED", "pended": "PENDED", "pending": "PENDED",
        "p": "PENDED", "in review": "PENDED", "open": "PENDED", "withdrawn": "WITHDRAWN", "w": "WITHDRAWN",
        "cancelled": "WITHDRAWN", "canceled": "WITHDRAWN",
    },
    "request_type": {
        "initial": "INITIAL", "new": "INITIAL", "i": "INITIAL", "new start": "INITIAL", "initial request": "INITIAL",
        "continuation": "CONTINUATION", "renewal": "CONTINUATION", "reauthorization": "CONTINUATION",
        "c": "CONTINUATION", "reauth": "CONTINUATION", "continued": "CONTINUATION", "extension": "CONTINUATION",
        "continuing": "CONTINUATION", "recertification": "CONTINUATION",
    },
    "line_of_business": {
        "medicaid": "MEDICAID", "mcd": "MEDICAID", "commercial": "COMMERCIAL", "com": "COMMERCIAL",
        "comm": "COMMERCIAL", "him": "HIM", "exchange": "HIM", "marketplace": "HIM", "aca": "HIM",
    },
    "formulary_status": {
        "formulary": "FORMULARY", "f": "FORMULARY", "non-formulary": "NON_FORMULARY", "nf": "NON_FORMULARY",
        "non formulary": "NON_FORMULARY", "nonformulary": "NON_FORMULARY",
    },
    "epiphysis_status": {"open": "OPEN", "closed": "CLOSED", "fused": "CLOSED"},
    "gh_level": {"low": "LOW", "normal": "NORMAL", "elevated": "ELEVATED", "high": "ELEVATED"},
    "unit_of_measure": {
        "ml": "ML", "ea": "EA", "gm": "GM", "each": "EA", "milliliter": "ML", "gram": "GM", "milliliters": "ML",
    },
    "doses_per_day": {
        "bid": "2", "b.i.d.": "2", "twice daily": "2", "q12h": "2", "qd": "1", "daily": "1",
        "once daily": "1", "tid": "3",
    },
    "frequency_code": {"1": "1", "7": "7", "8": "8"},
}  # fmt: skip
AMBIGUOUS: dict[str, dict[str, str]] = {
    "claim_status": {"r": "is R reversed, or rejected?", "d": "is D denied, or a duplicate?"},
    "decision": {"p": "is P pended, or a partial approval?"},
}
"""Codes that have another usual meaning."""
