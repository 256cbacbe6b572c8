-- Which approvals last longer than the policy allows, and by how many days?
-- Grain: approved case whose last covered day lies after allowed_through.
select
    c.pa_id, c.line_of_business, c.pathway, c.auth_start_date, c.auth_end_date, c.allowed_through,
    date_diff('day', c.allowed_through, c.auth_end_date) as days_over, c.outcome
from audit.cases c
where c.decision = 'APPROVED' and c.auth_end_date > c.allowed_through
order by c.pa_id;
