-- The net paid claim lines of the audited drugs, in order of member and date. Grain: one row a claim line.
select
    case source when 'pharmacy' then 'rx:' else 'med:' end || claim_id as claim, claim_line_number, source, e.member,
    service_date, drug, code, quantity, mg, days_supply, paid_amount::decimal(18, 6) as paid_amount,
    prescribing_provider_npi, hcpcs_modifiers
from audit.net_paid_claims
join evaluated as e using (member_id)
where drug is not null
order by member, service_date, claim, claim_line_number
