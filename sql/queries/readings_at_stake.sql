-- How many verdicts on clauses read an ambiguous phrase of the policy?
-- Grain: one row a reading and status of the clauses that read it. Few of them would come out otherwise: what
-- hangs on a reading is in audit.readings and audit.reading_sensitivity.
-- To change: add `where decision = 'APPROVED'`; a clause with two readings counts under each.
select reading, status, count(*) as verdicts, count(distinct pa_id) as cases
from (
    select pa_id, status, unnest(string_split(replace(reading, ' ', ''), ',')) as reading
    from audit.criteria join audit.clauses using (clause) join audit.cases using (pa_id)
    where reading is not null and status <> 'not_applicable'
)
group by reading, status
order by length(reading), reading, status;
