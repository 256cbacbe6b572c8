-- The net paid claim lines of the audited drugs, in no order. Grain: one row a claim line.
-- A table of its own: found and sorted in one statement they need more memory than DuckDB is given. DuckDB takes the
-- claim lines for a few thousand and would hash them all: it looks the members up by line, as the join is written.
set disabled_optimizers = 'build_side_probe_side';
create or replace temp table net_paid as
select
    case source when 'pharmacy' then 'rx:' else 'med:' end || claim_id as claim, claim_line_number, source, e.member,
    service_date, drug, code, quantity, mg, days_supply, paid_amount::decimal(18, 6) as paid_amount,
    prescribing_provider_npi, hcpcs_modifiers
from audit.net_paid_claims
join evaluated as e using (member_id)
where drug is not null;
reset disabled_optimizers;
