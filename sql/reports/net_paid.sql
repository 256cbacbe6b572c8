-- Which net paid claims of the audited drugs are there? Unpacked once here, for dollars and for the case sheets.
-- Grain: claim line; claim is the claim as findings name it.
create temp table net_paid as
select claim_id, claim_line_number, if(source = 'pharmacy', 'rx:', 'med:') || claim_id as claim, source, member_id,
    service_date, drug, code, mg, days_supply, paid_amount, hcpcs_modifiers
from audit.net_paid_claims
where drug is not null;
