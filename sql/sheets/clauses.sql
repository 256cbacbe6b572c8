-- How did every clause of these cases come out, and on what evidence? Grain: sheet x clause, in the policy's order.
select a.place, k.clause, k.parent, k.status, l.title, l.role, k.reason, k.evidence, l.reading
from audit.criteria k
join asked a using (pa_id)
left join audit.clauses l using (clause)
where list_contains(getvariable('asked'), k.pa_id) -- told apart before the evidence is made
order by a.place, l."position", k.clause;
