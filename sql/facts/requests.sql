-- The current requests of one shard of members, with the value sets of their diagnosis codes. Grain: one row a case.
select r.*, s.code_sets
from audit.pa_requests as r
left join code_sets as s on s.pa_id = r.pa_id
where hash(r.member_id) % $shards = $shard
order by r.pa_id
