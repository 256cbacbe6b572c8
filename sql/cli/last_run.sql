-- The newest run, for `pa-audit status` and the end of `pa-audit run`. Grain: one row, or none.
select run_id, as_of, finished_at, product, policy
from audit.runs
order by run_id desc
limit 1;
