-- The members of one shard of those to evaluate: a range of their numbers. Grain: one row a member.
create or replace temp table shard as
from evaluated where member >= $first and member < $after order by member
