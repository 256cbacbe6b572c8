-- Which run does the sheet show? Grain: one row.
select run_id, as_of, product, p.policy
from audit.runs cross join (select policy from audit.policy) as p
order by run_id desc
limit 1;
