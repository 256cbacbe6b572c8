-- Which run was the one before this, and which code sets does this go by? Grain: one row.
select
    max(run_id) filter (run_id < getvariable('run_id')) as previous_run,
    max_by(as_of, run_id) filter (run_id < getvariable('run_id')) as previous_as_of,
    max_by(value_sets, run_id) as value_sets,
    (select count(*) from audit.findings where changed_run = getvariable('run_id')) as changed_findings
from audit.runs;
