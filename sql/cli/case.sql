-- The facts that head a case in `pa-audit explain`. Grain: the case asked for, or no row.
select line_of_business, request_type, indication, reference_date, decision, decided_date, pathway, policy_version,
       determination, outcome, referral_policy, case_weight_kg, dose_mg_per_kg, requested_over_dose,
       auth_start_date, auth_end_date, allowed_through
from audit.cases
where pa_id = $pa_id;
