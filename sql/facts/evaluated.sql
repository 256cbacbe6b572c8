-- Whom to evaluate? Grain: one row a member, numbered in order of the ids: a shard is a range of numbers.
create or replace temp table evaluated as
select member_id, birth_date, sex, (row_number() over (order by member_id) - 1)::integer as member
from audit.members
