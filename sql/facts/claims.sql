-- The net paid claim lines of the audited drugs, of one shard of members. Grain: one row a claim line.
select
    claim, claim_id, claim_line_number, source, member_id, service_date, drug, code, quantity, mg, days_supply,
    paid_amount::decimal(18, 6) as paid_amount, prescribing_provider_npi, hcpcs_modifiers
from net_paid
where drug is not null and member_id in (from shard)
order by member_id, service_date, claim, claim_line_number
