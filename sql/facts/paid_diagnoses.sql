-- Which net paid medical claims name a diagnosis of an audited value set? Grain: one row a line, set and verified.
create or replace temp table paid_diagnoses as
select e.member, 'med:' || n.claim_id as claim, n.claim_line_number, d.on_date as service_date, d.value_set, d.verified
from medical_sets as d
join audit.net_paid_claims as n
    on n.source = 'medical' and n.claim_id = d.claim_id and n.claim_line_number = d.claim_line_number
join evaluated as e using (member_id)
