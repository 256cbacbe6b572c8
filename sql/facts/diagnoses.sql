-- The net paid medical claims of one shard that name a malignancy, or a history of one. Grain: one row a claim, date and set.
select distinct member, claim, service_date, value_set
from paid_diagnoses
where value_set in ('malignancy', 'history_of_malignancy') and member in (select member from shard)
