-- Which net paid medical claims name a malignancy or a history of one, or a diagnosis by a code that nobody has verified?
-- Grain: one row a claim, date, set, code and verified.
create or replace temp table paid_diagnoses as
select distinct e.member, 'med:' || n.claim_id as claim, d.on_date as service_date, d.value_set, d.code, d.verified
from medical_sets as d
join audit.net_paid_claims as n
    on n.source = 'medical' and n.claim_id = d.claim_id and n.claim_line_number = d.claim_line_number
join evaluated as e using (member_id)
where d.value_set in ('malignancy', 'history_of_malignancy') or not d.verified
