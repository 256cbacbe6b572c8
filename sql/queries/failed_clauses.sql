-- Which clauses do approved requests fail, and how often?
-- Grain: one row a top-level clause that an approved request does not meet; applies_to counts the approved cases judged
-- on it. The sections that only refer elsewhere are left out.
-- To change: 'not_documented' for 'not_met' asks what was approved without being shown; drop the decision to count all.
select
    clause, title,
    count(*) filter (status = 'not_met') as not_met,
    count(*) filter (status <> 'not_applicable') as applies_to
from audit.criteria join audit.clauses using (clause) join audit.cases using (pa_id)
where decision = 'APPROVED' and role in ('criterion', 'length')
group by clause, title
having not_met > 0
order by not_met desc, clause;
