-- Which run is this, which was the one before, and which code sets did it go by? Grain: one row.
select
    max(run_id) filter (run_id < getvariable('run_id')) as previous_run,
    max_by(as_of, run_id) filter (run_id < getvariable('run_id')) as previous_as_of,
    max_by(value_sets, run_id) as value_sets,
    (select count(*) from audit.findings where changed_run = getvariable('run_id')) as changed_findings
from audit.runs;
