-- The current members of one shard. Grain: one row a member.
select member_id, birth_date, sex
from audit.members
where hash(member_id) % $shards = $shard
