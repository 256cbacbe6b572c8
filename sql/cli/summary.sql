-- What a night found, in the order in which it is shown. Grain: line of the summary; counts of cases, rows and files.
-- Over-dose requests are cases too, counted again; findings are the open ones, those that a reviewer has settled in a line of
-- their own, as on the pages; quarantined rows and files are those of the newest run.
with newest as (
    select max(run_id) as run_id from audit.runs
), lines as (
    select 1 as place, 'cases' as what, outcome::varchar as value, count(*) as number
    from audit.cases
    group by outcome
    union all
    select 2, 'cases', 'all', count(*) from audit.cases
    union all
    select 3, 'requests', 'over dose', count(*) from audit.cases where requested_over_dose
    union all
    select 4, 'dispensings', status, count(*) from audit.dispensings where status = 'over_dose' group by status
    union all
    select 5, 'findings', if(settled, 'settled', severity), count(*) from audit.findings where state = 'open' group by all
    union all
    select 6, 'rows', 'quarantined', coalesce(sum(rows_quarantined), 0)::bigint
    from audit.files semi join newest using (run_id)
    union all
    select 7, 'files', status, count(*) from audit.files semi join newest using (run_id) group by status
)
select what, value, number from lines order by place, number desc, value;
