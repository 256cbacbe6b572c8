-- The clauses that the drawn units of one sample are judged on, and what the engine says. One row a unit and clause.
-- Takes the variable sample_id.
select u.unit, c.clause as item, k.title, c.status as engine_status, c.reason as engine_reason
from audit.sample_units as u
join audit.criteria as c on c.pa_id = u.pa_id
join audit.cases as p on p.pa_id = u.pa_id
join audit.clauses as k on k.clause = c.clause and k.pathway = p.pathway
where u.sample_id = getvariable('sample_id') and u.role = 'sample'
order by u.unit, k."position"
