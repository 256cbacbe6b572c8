-- How much drug above the limit do whole vials explain, and what was paid for those fills?
-- Grain: one row a status of dispensings. above_limit_mg: milligrams above the limit of the days;
-- null where days, quantity or weight leave that open.
-- To change: add `where service_date >= date '2023-01-01'` for a period.
select
    status, count(*) as dispensings, sum(mg)::decimal(18, 1) as mg,
    sum(greatest(mg - limit_mg, 0)) filter (status <> 'not_documented')::decimal(18, 1) as above_limit_mg,
    sum(paid_amount) as paid
from audit.dispensings
group by status
order by status;
