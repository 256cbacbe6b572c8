-- What would settle a case, for `pa-audit explain`. Grain: thing to ask for of an undocumented approval; without an ask, a
-- clause in the way.
select clause, ask
from audit.what_would_settle
left join audit.clauses using (clause)
where pa_id = $pa_id
order by position nulls first, ask;
