-- Which requests ask for more than the policy allows by weight, and what did the plan decide?
-- Grain: one row a request above the limit. dose_mg_per_kg is rounded for show; the comparison is exact.
-- To change: add `where decision = 'APPROVED'`.
select
    pa_id, line_of_business, decision, dose_mg, doses_per_day, case_weight_kg, dose_mg_per_kg,
    greatest(dose_mg_per_kg / dose_limit_mg_per_kg, dose_mg * doses_per_day / case_weight_kg / day_limit_mg_per_kg)::decimal(9, 2) as times_limit
from audit.cases join audit.pa_requests using (pa_id, line_of_business, decision)
    cross join audit.policy
where requested_over_dose
order by times_limit desc, pa_id;
