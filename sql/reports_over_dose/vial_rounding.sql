-- Which dispensings are above the limit, but explained by whole vials?
-- Grain: dispensing of status vial_rounding. above_limit_amount: paid x above_limit_mg / mg.
select
    member_id, service_date, pa_id, mg, days, weight_kg, weight_date, weight_age_days, dose_mg_per_kg,
    limit_mg, vial_limit_mg, mg - limit_mg as above_limit_mg, paid_amount,
    cast(paid_amount * (mg - limit_mg) / mg as decimal(18, 2)) as above_limit_amount, break_even_weight_kg
from audit.dispensings
where status = 'vial_rounding'
order by member_id, service_date;
