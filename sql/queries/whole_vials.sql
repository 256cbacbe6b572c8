-- How much drug above the limit do whole 40 mg vials explain, and what was paid for those fills?
-- Grain: one row a status of dispensings. above_limit_mg: milligrams above 0.24 mg/kg a day; null where none are above, or
-- where nothing was judged.
-- To change: add `where service_date >= date '2023-01-01'` for a period.
select
    status, count(*) as dispensings, sum(mg)::decimal(14, 1) as mg,
    sum(mg - limit_mg) filter (status in ('vial_rounding', 'over_dose'))::decimal(14, 1) as above_limit_mg,
    sum(paid_amount) as paid
from audit.dispensings
group by status
order by status;
