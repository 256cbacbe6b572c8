-- Every clause of a case in the policy's order, for `pa-audit explain`. Grain: clause of the case asked for.
select clause, criteria.parent, status, title, reason, evidence, reading
from audit.criteria
left join audit.clauses using (clause)
where pa_id = $pa_id
order by position, clause;
