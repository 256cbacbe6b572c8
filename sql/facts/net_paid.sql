-- The net paid claims of the members to evaluate, worked out once for all that ask. Grain: one row a net paid claim line.
create or replace temp table net_paid as
select *, case source when 'pharmacy' then 'rx:' else 'med:' end || claim_id as claim
from audit.net_paid_claims
where member_id in (from touched)
