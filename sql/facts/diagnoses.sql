-- The net paid medical claims of one shard that name a diagnosis of an audited value set. Grain: one row a claim, date and set.
select distinct n.member_id, n.claim, d.on_date as service_date, d.value_set
from medical_sets as d
join net_paid as n
    on n.source = 'medical' and n.claim_id = d.claim_id and n.claim_line_number = d.claim_line_number
where d.value_set in ('malignancy', 'history_of_malignancy') and n.member_id in (from shard)
