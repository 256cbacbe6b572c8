-- The net paid medical claims that name a malignancy, or a history of one. Grain: one row a claim, date and set.
select distinct member, claim, service_date, value_set
from paid_diagnoses
where value_set in ('malignancy', 'history_of_malignancy')
order by member, service_date, claim, value_set
