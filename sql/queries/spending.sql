-- What does the plan pay for the drug of the policy, under which benefit, for how many members?
-- Grain: one row a quarter and benefit; claims that stay paid after reversals, replacements and voids.
-- To change: 'somatropin' or 'long_acting_gh' for the drug, in place of the select; 'month' for 'quarter'.
select
    date_trunc('quarter', service_date)::date as quarter_from, source as benefit,
    count(distinct member_id) as members, sum(mg)::decimal(18, 1) as mg, sum(paid_amount) as paid
from audit.net_paid_claims
where drug = (select drug from audit.policy)
group by quarter_from, benefit
order by quarter_from, benefit;
