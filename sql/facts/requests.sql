-- The current requests, with the value sets of their diagnosis codes. Grain: one row a case.
with sets as (
    select pa_id, list(value_set order by value_set) as code_sets from request_sets group by pa_id
)
select e.member, r.*, s.code_sets
from audit.pa_requests as r
join evaluated as e using (member_id)
left join sets as s on s.pa_id = r.pa_id
order by e.member, r.pa_id
