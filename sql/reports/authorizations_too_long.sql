-- Which approvals last longer than the policy allows, by how many days, and what sets the last day that it allows?
-- Grain: approved case whose last covered day lies after allowed_through. allowed_by says which of the limits
-- allowed_through is: birthday (the day before the age limit), renewal (the member's renewal date), else months.
select
    c.pa_id, c.line_of_business, c.pathway, c.auth_start_date, c.auth_end_date, c.allowed_through,
    case
        when c.line_of_business = 'COMMERCIAL'
            then if(abs(date_diff('day', r.renewal_date, c.allowed_through)) <= 1, 'renewal', 'months')
        when abs(date_diff('day', m.birth_date + to_years(p.age_limit_years), c.allowed_through + 1)) <= 1 then 'birthday'
        else 'months'
    end as allowed_by,
    date_diff('day', c.allowed_through, c.auth_end_date) as days_over, c.outcome
from audit.cases c join audit.pa_requests r using (pa_id) join audit.members m on m.member_id = c.member_id
    cross join audit.policy as p
where c.decision = 'APPROVED' and c.auth_end_date > c.allowed_through
order by c.pa_id;
