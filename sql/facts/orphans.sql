-- The orphans of one shard of members. Grain: one row a claim.
select s.member, o.claim, o.named_claim
from all_orphans as o
join shard as s using (member_id)
