-- On which days was more dispensed than the limit and whole vials explain?
-- Grain: dispensing above both limits. reason: implausible above five times the limit, where a wrong quantity or days
-- of supply is likelier than a dose; else excess.
select
    member_id, service_date, pa_id, mg, days, weight_kg, weight_date, weight_age_days, dose_mg_per_kg,
    limit_mg, vial_limit_mg, excess_mg, paid_amount, excess_amount, break_even_weight_kg, reason,
    disposition, disposition_state
from above
order by member_id, service_date;
