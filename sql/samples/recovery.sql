-- The dollars in question by {by}, in order of {order}. One row a {by}.
select {by}, count(*) as claim_lines, sum(paid_amount) as paid_amount
from audit.recovery
group by {by}
order by {order}
