-- Which net paid claims of the audited drugs are there? Unpacked once here, for dollars and for the case sheets.
-- Grain: claim line, numbered; claim is the claim as findings name it.
create temp table net_paid as
select row_number() over () as line, if(source = 'pharmacy', 'rx:', 'med:') || claim_id as claim, member_id,
    service_date, drug, paid_amount, hcpcs_modifiers
from audit.net_paid_claims
where drug is not null;
