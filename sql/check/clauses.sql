-- Which clauses could not be decided for lack of data? One row a clause that some case leaves open.
select k.clause, k.title, count(*) filter (c.status = 'not_documented') as not_documented,
    count(*) filter (c.status <> 'not_applicable') as asked, mode(c.reason) filter (c.status = 'not_documented') as mostly
from audit.criteria c join audit.clauses k using (clause)
group by k.pathway, k.position, k.clause, k.title
having not_documented > 0
order by k.pathway, k.position
