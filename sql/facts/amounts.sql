-- What did the plan pay for mecasermin within each approved span? Grain: one row a case.
update store.cases
set amount_paid = paid.amount
from (
    select c.pa_id, coalesce(sum(n.paid_amount), 0)::decimal(18, 2) as amount
    from store.cases as c
    left join audit.net_paid_claims as n
        on n.member_id = c.member_id and n.drug = 'mecasermin'
        and n.service_date between c.auth_start_date and c.auth_end_date
    where c.decision = 'APPROVED'
    group by c.pa_id
) as paid
where paid.pa_id = store.cases.pa_id
