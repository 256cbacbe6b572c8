-- Which claims look paid twice, or under both benefits?
-- Grain: one row a finding; amount_at_risk is what all but the first of alike claims cost, or all
-- that is billed under both benefits. Settled findings are left out.
-- To change: kind = 'duplicate_claim' for the first question alone.
select kind, member_id, service_date, array_to_string(claim_ids, ' ') as claims, amount_at_risk
from audit.findings
where kind in ('duplicate_claim', 'billed_under_both_benefits') and state = 'open' and not settled
order by amount_at_risk desc nulls last, finding_id
limit 20;
