-- The current requests of one shard of members, with the value sets of their diagnosis codes. Grain: one row a case.
with sets as (
    select pa_id, list(value_set order by value_set) as code_sets from request_sets group by pa_id
)
select m.member, r.*, s.code_sets
from audit.pa_requests as r
join shard as m using (member_id)
left join sets as s on s.pa_id = r.pa_id
order by r.pa_id
