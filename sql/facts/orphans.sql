-- The orphans of one shard of members. Grain: one row a claim.
select e.member, o.claim, o.named_claim
from all_orphans as o
join evaluated as e using (member_id)
where e.member >= $first and e.member < $after
