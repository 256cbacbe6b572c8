-- What is there after this run, and what did it change? One row.
select
    (select count(*) from store.cases) as cases,
    (select count(*) from store.dispensings) as dispensings,
    (select count(*) from store.episodes) as episodes,
    count(*) filter (state = 'open') as open_findings,
    count(*) filter (first_seen_run = getvariable('run_id')) as new_findings,
    count(*) filter (resolved_run = getvariable('run_id')) as resolved_findings,
    count(*) filter (changed_run = getvariable('run_id')) as changed_findings,
    (select count(*) from store.case_changes where run_id = getvariable('run_id')) as changed_cases
from store.findings
