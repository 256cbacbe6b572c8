-- What is there after this run, and what did it change? One row.
select
    (select count(*) from store.cases) as cases,
    (select count(*) from store.dispensings) as dispensings,
    (select count(*) from store.episodes) as episodes,
    (select count(*) from store.findings where state = 'open') as open_findings,
    (select count(*) from store.findings where first_seen_run = getvariable('run_id')) as new_findings,
    (select count(*) from store.findings where resolved_run = getvariable('run_id')) as resolved_findings,
    (select count(*) from store.findings where changed_run = getvariable('run_id')) as changed_findings,
    (select count(*) from store.case_changes where run_id = getvariable('run_id')) as changed_cases
