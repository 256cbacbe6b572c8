-- Who was dispensed the drug in the last 90 days and has no authorization for today?
-- Grain: one row a member, as of the day of the audit.
-- To change: 90 is the days to look back.
with today as (
    select max_by(as_of, run_id) as as_of from audit.runs
), covered as (
    select distinct member_id
    from audit.cases cross join today
    where decision = 'APPROVED' and as_of between auth_start_date and auth_end_date
)
select d.member_id, max(d.service_date) as last_dispensed, sum(d.paid_amount) as paid
from audit.dispensings as d cross join today anti join covered on covered.member_id = d.member_id
where d.service_date > as_of - 90
group by d.member_id
order by last_dispensed desc, d.member_id
limit 20;
