-- The members of one shard of those to evaluate; md5 is the same on every machine. Grain: one row a member.
create or replace temp table shard as
select member_id from touched where md5_number_lower(member_id) % $shards = $shard
