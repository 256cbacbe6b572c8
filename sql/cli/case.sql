-- The facts that head a case in `pa-audit explain`. Grain: the case asked for, or no row.
select c.line_of_business, r.state, c.request_type, c.indication, reference_date, c.decision, decided_date, pathway,
       policy_version, determination, outcome, referral_policy, case_weight_kg, dose_mg_per_kg, requested_over_dose,
       c.auth_start_date, c.auth_end_date, allowed_through
from audit.cases c
join audit.pa_requests r using (pa_id)
where pa_id = $pa_id;
