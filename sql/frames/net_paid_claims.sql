-- Net paid {drug} claim lines with a paid amount, with the plan-paid dollars.
select concat_ws(' ', source, claim_id, claim_line_number) as unit_id, paid_amount as amount, source, claim_id,
    claim_line_number, member_id, service_date, code, quantity, mg, days_supply, prescribing_provider_npi
from audit.net_paid_claims
where drug = '{value_set}' and paid_amount is not null
