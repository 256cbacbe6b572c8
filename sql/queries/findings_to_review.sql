-- What should reviewers look at first?
-- Grain: one row a severity and kind of open findings that nobody has decided, or that changed since.
-- To change: add member_id or pa_id to both lists; worklist.xlsx has them one by one.
select severity, kind, count(*) as findings, sum(amount_at_risk) as at_risk, sum(excess_amount) as excess
from audit.findings
where state = 'open' and (disposition is null or disposition = 'PENDING' or disposition_state = 'facts changed')
group by severity, kind
order by array_position(['high', 'medium', 'advisory'], severity), at_risk desc nulls last, kind;
