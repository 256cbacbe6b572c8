-- The net paid medical claims that name a malignancy, or a history of one. Grain: one row a claim, date, set
-- and code, which is written with its point.
select distinct member, claim, service_date, value_set,
    code[:3] || case when len(code) > 3 then '.' else '' end || code[4:] as code
from paid_diagnoses
where value_set in ('malignancy', 'history_of_malignancy')
order by member, service_date, claim, value_set, code
