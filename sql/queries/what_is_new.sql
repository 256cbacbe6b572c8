-- What did the latest run find that was not known before, which findings rest on other facts now, and which are resolved?
-- Grain: one row a kind of finding that is new, changed or resolved in the latest run.
-- To change: put a number for the latest run to look at another one; audit.case_changes says the same of cases.
with latest as (
    select max(run_id) as run_id from audit.runs
)
select
    kind, count(*) filter (first_seen_run = run_id) as new, count(*) filter (changed_run = run_id) as changed,
    count(*) filter (resolved_run = run_id) as resolved
from audit.findings cross join latest
where run_id in (first_seen_run, changed_run, resolved_run)
group by kind
order by new desc, changed desc, resolved desc, kind;
