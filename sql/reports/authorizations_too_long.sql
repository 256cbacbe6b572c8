-- Which approvals last longer than the policy allows, by how many days, and what sets the last day that it allows?
-- Grain: approved case whose last covered day lies after allowed_through. allowed_by says which of the limits
-- allowed_through is: months (from the first day, as many as the section allows), else renewal (the member's renewal
-- date) of commercial members and birthday (the day before the age limit) of the others.
select
    c.pa_id, c.line_of_business, c.pathway, c.auth_start_date, c.auth_end_date, c.allowed_through,
    case
        when c.allowed_through + 1 = c.auth_start_date + to_months(
            if(c.line_of_business = 'COMMERCIAL', getvariable('commercial_months'), getvariable('months')[c.pathway])
        ) then 'months'
        when c.line_of_business = 'COMMERCIAL' then 'renewal'
        else 'birthday'
    end as allowed_by,
    date_diff('day', c.allowed_through, c.auth_end_date) as days_over, c.outcome
from audit.cases c
where c.decision = 'APPROVED' and c.auth_end_date > c.allowed_through
order by c.pa_id;
