-- From what to what did this run change cases, and why? Grain: outcome and determination before x after x cause.
select outcome_before, determination_before, outcome_after, determination_after, cause, count(*) as cases
from audit.case_changes
where run_id = getvariable('run_id')
group by all
order by cases desc, outcome_before, determination_before, outcome_after, determination_after, cause;
