-- Does the share of approvals that the policy supports rise or fall, quarter by quarter?
-- Grain: one row a quarter of the decision; approvals that this policy judges.
-- To change: 'month' or 'year' for 'quarter'.
select
    date_trunc('quarter', decided_date)::date as quarter_from,
    count(*) as approvals,
    count(*) filter (outcome = 'compliant_approval') as supported,
    (supported / approvals)::decimal(5, 4) as share
from audit.cases
where outcome in ('compliant_approval', 'undocumented_approval', 'unsupported_approval', 'unauthorized_approval')
group by quarter_from
order by quarter_from;
