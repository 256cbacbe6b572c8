-- Which approvals last longer than the policy allows, and what was paid after the last day it allows?
-- Grain: one row an approval. A dispensing counts under the approval that covers its day.
-- To change: add `having days_over > 30` in front of the order.
select
    c.pa_id, c.line_of_business, c.pathway, c.allowed_through, c.auth_end_date,
    date_diff('day', c.allowed_through, c.auth_end_date) as days_over,
    ifnull(sum(d.paid_amount), 0) as paid_after
from audit.cases as c
join audit.criteria as k on k.pa_id = c.pa_id and k.status = 'not_met'
join audit.clauses as l on l.clause = k.clause and l.role = 'length'
left join audit.dispensings as d on d.pa_id = c.pa_id and d.service_date > c.allowed_through
group by all
order by days_over desc, c.pa_id;
