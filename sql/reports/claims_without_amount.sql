-- How many net paid claim lines of the drug state no paid amount, so that no sum of dollars has them? Grain: one row.
select count(*) as lines, count(*) - count(paid_amount) as without_amount
from audit.net_paid_claims
where drug = '{drug}';
