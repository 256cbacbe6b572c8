-- The current members of one shard. Grain: one row a member.
select member_id, birth_date, sex
from audit.members
where member_id in (from shard)
