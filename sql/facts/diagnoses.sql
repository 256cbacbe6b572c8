-- The net paid medical claims that name a malignancy, or a history of one. Grain: one row a claim, date, set and code,
-- which is written with its point. That a line is of the set is known; which of its codes say so is asked of few lines.
select distinct d.member, d.claim, d.service_date, d.value_set,
    c.code[:3] || case when len(c.code) > 3 then '.' else '' end || c.code[4:] as code
from paid_diagnoses as d
join audit.medical_claims as m on m.claim_id = d.claim[5:] and m.claim_line_number = d.claim_line_number
cross join lateral (select trim(unnest(string_split(replace(m.diagnosis_codes, '.', ''), ';'))) as code) as c
join store.value_sets as v
    on v.value_set = d.value_set and v.code_system = 'ICD-10-CM'
    and (v.code = c.code or (v.match = 'prefix' and starts_with(c.code, v.code)))
    and (v.valid_from is null or d.service_date >= v.valid_from)
    and (v.valid_to is null or d.service_date <= v.valid_to)
where d.value_set in ('malignancy', 'history_of_malignancy')
order by d.member, d.service_date, d.claim, d.value_set, code
