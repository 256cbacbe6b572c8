-- The orphans of the members evaluated. Grain: one row a claim.
select e.member, o.claim, o.named_claim
from all_orphans as o
join evaluated as e using (member_id)
order by e.member, o.claim
