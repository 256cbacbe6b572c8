-- The net paid claim lines of the audited drugs, of one shard of members. Grain: one row a claim line.
select
    case source when 'pharmacy' then 'rx:' else 'med:' end || claim_id as claim, claim_line_number, source, member,
    service_date, drug, code, quantity, mg, days_supply, paid_amount::decimal(18, 6) as paid_amount,
    prescribing_provider_npi, hcpcs_modifiers
from net_paid
where member in (select member from shard)
