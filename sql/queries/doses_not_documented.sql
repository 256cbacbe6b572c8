-- Why can so many dispensings not be judged?
-- Grain: one row a reason; stale:weight is a weight older than the policy lets count.
-- To change: list the days instead: `select member_id, service_date, weight_date ... where reason = 'stale:weight'`.
select reason, count(*) as dispensings, count(distinct member_id) as members, sum(paid_amount) as paid
from audit.dispensings
where status = 'not_documented'
group by reason
order by dispensings desc, reason;
