-- Which dispensing that whole vials explain is furthest above the limit, and what did all of them cost above it?
-- Grain: one row, none without such a dispensing.
select *, (select sum(above_limit_amount) from rounded) as amount_of_all
from rounded
order by above_limit_mg desc, member_id, service_date
limit 1;
