-- What did the plan pay on days that no approved request covers?
-- Grain: one row a reason and severity; outside_coverage lies before the first request known, and is advisory. What a
-- reviewer has settled is left out.
-- To change: add member_id to both lists for one row a member.
select
    reason, severity, count(*) as days, count(distinct member_id) as members, sum(amount_at_risk) as paid
from audit.findings
where kind = 'claim_without_authorization' and state = 'open' and not settled
group by reason, severity
order by paid desc nulls last, reason;
