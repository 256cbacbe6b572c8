-- Which cases came out otherwise than in the run before, and why? Grain: case whose outcome or determination this run
-- changed; what it is now is empty where the request is no longer accepted.
select c.pa_id, k.line_of_business, k.pathway, c.outcome_before, c.outcome_after, c.determination_before,
    c.determination_after, c.cause
from audit.case_changes c left join audit.cases k using (pa_id)
where c.run_id = getvariable('run_id')
order by c.pa_id;
