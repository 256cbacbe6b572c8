-- What did the plan pay for the claims that open findings put at risk, each claim line counted once?
-- Grain: one row a severity, and one for all of them together, which is the pages' total; what a reviewer's DISMISSED or
-- RECOVERED has settled is left out. A claim that findings of several severities name is in the row of each, on the
-- pages in the gravest one's only.
-- To change: kind for severity in both places.
select severity, count(*) as claim_lines, sum(paid_amount) as paid
from (
    select distinct severity, source, claim_id, claim_line_number, paid_amount from audit.amounts_at_risk
    where not settled
    union all
    select distinct 'all', source, claim_id, claim_line_number, paid_amount from audit.amounts_at_risk
    where not settled
)
group by severity
order by array_position(['high', 'medium', 'advisory', 'all'], severity);
