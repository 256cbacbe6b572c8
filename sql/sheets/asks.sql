-- What would settle these cases, if they are undocumented approvals? Grain: sheet x thing to ask for; without an ask, a
-- clause in the way.
select a.place, w.clause, w.ask
from audit.what_would_settle w join asked a using (pa_id)
left join audit.clauses l using (clause)
order by a.place, l."position" nulls first, w.ask;
