-- How does each case stand on each top-level clause? Grain: case x clause. Parts of alternatives stay out: with the
-- whole beside them they could be told from one another.
select clause, pa_id, member_id, status
from audit.criteria join audit.cases using (pa_id)
where clause in (select clause from audit.clauses where role = 'criterion');
