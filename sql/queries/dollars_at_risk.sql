-- What did the plan pay for the claims that open findings name, each claim counted once?
-- Grain: one row a severity, and one for all of them together; mecasermin claims only.
-- To change: kind for severity in all three places.
with named as (
    select distinct severity, unnest(claim_ids) as claim
    from audit.findings
    where state = 'open'
), paid as (
    select if(source = 'pharmacy', 'rx:', 'med:') || claim_id as claim, sum(paid_amount) as paid
    from audit.net_paid_claims
    where drug = 'mecasermin'
    group by claim
), counted as (
    select severity, claim, paid from named join paid using (claim)
    union
    select 'all', claim, paid from named join paid using (claim)
)
select severity, count(*) as claims, sum(paid) as paid
from counted
group by severity
order by array_position(['high', 'medium', 'advisory', 'all'], severity);
