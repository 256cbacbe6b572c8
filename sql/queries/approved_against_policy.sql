-- Which requests were approved although a criterion is not met, and what has been paid for them?
-- Grain: one row an approved case; not_met lists its top-level clauses that fail.
-- To change: 'undocumented_approval' for what was approved without being shown; raise the limit to see them all.
select
    c.pa_id, c.line_of_business, c.pathway, c.decided_date,
    string_agg(k.clause, ' ' order by k.clause) as not_met,
    c.amount_paid
from audit.cases as c
join audit.criteria as k on k.pa_id = c.pa_id and k.status = 'not_met'
join audit.clauses as l on l.clause = k.clause and l.role = 'criterion'
where c.outcome = 'unsupported_approval'
group by all
order by c.amount_paid desc nulls last, c.pa_id
limit 20;
