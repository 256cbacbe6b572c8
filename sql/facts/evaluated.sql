-- Whom to evaluate? Grain: one row a touched member, numbered in order of the ids.
create or replace temp table evaluated as
select (row_number() over (order by member_id) - 1)::integer as member, member_id, birth_date, sex
from audit.members
where member_id in (from touched)
