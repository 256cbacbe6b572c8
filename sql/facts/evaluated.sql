-- Whom to evaluate? Grain: one row a touched member, numbered in order of a hash of the ids: any range of the numbers is
-- a shard, and rows in order of the numbers are in the same order however many shards they are cut into.
create or replace temp table evaluated as
select (row_number() over (order by md5_number_upper(member_id), member_id) - 1)::integer as member, member_id, birth_date, sex
from audit.members
where member_id in (from touched)
order by member
