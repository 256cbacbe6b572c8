-- The orphans of one shard of members. Grain: one row a claim.
select * from all_orphans where member_id in (from shard)
