-- Which facts are most often missing or too old, so that a clause stays open, and was the request approved all the same?
-- Grain: one row a missing or stale fact. one_way_to: the clause that it would settle beside other ways to do so; null:
-- nothing else will do, and these come first. Cases are counted once for each fact.
-- To change: add `and c.pathway = 'I.A'` for one section; audit.what_would_settle has the smallest set of each approval.
with unsettled as (
    select pa_id, clause from audit.criteria where parent is null and status = 'not_documented'
)
select
    k.reason as missing, if(k.parent is null, null, u.clause) as one_way_to,
    count(distinct k.pa_id) as cases,
    count(distinct k.pa_id) filter (c.decision = 'APPROVED') as approved
from unsettled as u
join audit.criteria as k on k.pa_id = u.pa_id and (k.clause = u.clause or starts_with(k.clause, u.clause || '.'))
join audit.cases as c on c.pa_id = k.pa_id
where k.status = 'not_documented' and k.reason <> 'parts'
group by all
order by one_way_to nulls first, cases desc, missing;
