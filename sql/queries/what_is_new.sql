-- What did the latest run find that was not known before, and what has it resolved?
-- Grain: one row a kind of finding that is new or resolved in the latest run.
-- To change: put a number for the latest run to look at another one.
with latest as (
    select max(run_id) as run_id from audit.runs
)
select
    kind, count(*) filter (first_seen_run = run_id) as new, count(*) filter (resolved_run = run_id) as resolved
from audit.findings cross join latest
where first_seen_run = run_id or resolved_run = run_id
group by kind
order by new desc, resolved desc, kind;
