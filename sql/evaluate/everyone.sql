-- Every member: what all results rest on has changed. Grain: one row a member.
create or replace temp table touched as select member_id from audit.members
