-- What became of every dispensing, each once: judged how, and where it was not, why not?
-- Grain: status x reason that occurs. above_limit_mg: above the limit of the days, before whole vials are looked at.
-- settled: those whose finding a reviewer dismissed, or for which the money came back.
with dispensed as (
    select status, reason, mg, limit_mg, paid_amount, excess_mg, excess_amount, false as settled
    from audit.dispensings where status <> 'over_dose'
    union all
    select status, reason, mg, limit_mg, paid_amount, excess_mg, excess_amount, settled
    from above
)
select
    status, reason, count(*) as dispensings, sum(mg) as mg, sum(paid_amount) as paid_amount,
    if(status in ('vial_rounding', 'over_dose'), sum(mg) - sum(limit_mg), null) as above_limit_mg,
    sum(excess_mg) as excess_mg, sum(excess_amount) as excess_amount,
    count(*) filter (settled) as settled, sum(excess_mg) filter (settled) as settled_mg,
    sum(excess_amount) filter (settled) as settled_amount
from dispensed
group by status, reason
order by status, reason;
