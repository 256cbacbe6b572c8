-- The members of one shard. Grain: one row a member.
select member, member_id, birth_date, sex
from evaluated
where member >= $first and member < $after
order by member
