-- The members of one shard. Grain: one row a member.
select member, member_id, birth_date, sex
from shard
order by member
