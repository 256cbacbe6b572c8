-- Which requests ask for more than 0.12 mg/kg a dose or 0.24 mg/kg a day, and what did the plan decide?
-- Grain: one row a request above the limit. dose_mg_per_kg is rounded for show; the comparison is exact.
-- To change: add `where decision = 'APPROVED'`.
select
    pa_id, line_of_business, decision, dose_mg, doses_per_day, case_weight_kg, dose_mg_per_kg,
    greatest(dose_mg_per_kg / 0.12, dose_mg * doses_per_day / case_weight_kg / 0.24)::decimal(9, 2) as times_limit
from audit.cases join audit.pa_requests using (pa_id, line_of_business, decision)
where requested_over_dose
order by times_limit desc, pa_id;
