-- Which value sets do the diagnosis codes of each request fall into, on its reference date? Grain: one row a request with codes.
with codes as (
    select pa_id, received_at::date as on_date, trim(unnest(string_split(replace(diagnosis_codes, '.', ''), ';'))) as code
    from audit.pa_requests
    where diagnosis_codes is not null
),
memberships as (
    select distinct c.code, v.value_set, v.valid_from, v.valid_to
    from (select distinct code from codes) as c
    join store.value_sets as v
        on v.code_system = 'ICD-10-CM'
        and (v.code = c.code or (v.match = 'prefix' and starts_with(c.code, v.code)))
)
select c.pa_id, list(distinct m.value_set) filter (m.value_set is not null) as code_sets
from codes as c
left join memberships as m
    on m.code = c.code
    and (m.valid_from is null or c.on_date >= m.valid_from)
    and (m.valid_to is null or c.on_date <= m.valid_to)
group by c.pa_id
