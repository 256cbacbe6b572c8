-- The members. Grain: one row a member.
select member, member_id, birth_date, sex
from evaluated
order by member
