-- How often do the approved cases' dollars count one claim? Authorizations that overlap both count a claim on a day of
-- both. One row: claims in more than one case, and the dollars of all their claims, each once.
with claims as (
    select any_value(n.paid_amount) as paid_amount, count(*) as cases
    from audit.cases as c
    join audit.net_paid_claims as n
        on n.member_id = c.member_id and n.service_date between c.auth_start_date and c.auth_end_date
    where c.decision = 'APPROVED' and n.drug = '{value_set}' and n.paid_amount is not null
    group by n.source, n.claim_id, n.claim_line_number
)
select count(*) filter (cases > 1) as shared_claims, sum(paid_amount)::decimal(18, 2) as amount_once
from claims
