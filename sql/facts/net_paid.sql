-- The net paid claims of the audited drugs, worked out once for all that ask. Grain: one row a claim line.
create or replace temp table net_paid as
select e.member, n.* exclude (member_id)
from audit.net_paid_claims as n
join evaluated as e using (member_id)
where n.drug is not null
