-- The value sets of the diagnosis codes of the current requests, in order. Grain: one row a case and value set.
select distinct e.member, s.pa_id, s.value_set
from request_sets as s
join evaluated as e using (member_id)
order by e.member, s.pa_id, s.value_set
