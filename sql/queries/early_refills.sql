-- Whose early refills add up to more than the limit, although each fill may look right?
-- Grain: one row an episode above the limit. over_mg: milligrams above the limit and whole vials.
-- To change: 'vial_rounding' for 'over_dose' shows what whole vials explain.
select
    member_id, first_date, last_date, dispensings, mg::decimal(18, 1) as mg, limit_mg::decimal(18, 1) as limit_mg,
    dose_mg_per_kg, excess_mg::decimal(18, 1) as over_mg, excess_amount
from audit.episodes
where status = 'over_dose'
order by excess_amount desc nulls last, member_id, first_date;
