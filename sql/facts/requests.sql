-- The current requests. Grain: one row a case.
select e.member, r.*
from audit.pa_requests as r
join evaluated as e using (member_id)
order by e.member, r.pa_id
