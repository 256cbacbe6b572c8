-- Which value sets do the diagnosis codes of {table} fall into, on their date? Grain: one row a row of it, value set and code.
with codes as (
    select {keys}, {dated}::date as on_date, trim(unnest(string_split(replace(diagnosis_codes, '.', ''), ';'))) as code
    from {table}
    where diagnosis_codes is not null and member_id in (from touched)
),
memberships as (
    select distinct c.code, v.value_set, v.valid_from, v.valid_to, v.verified
    from (select distinct code from codes) as c
    join store.value_sets as v
        on v.code_system = 'ICD-10-CM'
        and (v.code = c.code or (v.match = 'prefix' and starts_with(c.code, v.code)))
)
select {keys}, c.on_date, m.value_set, c.code, bool_or(m.verified) as verified
from codes as c
join memberships as m
    on m.code = c.code
    and (m.valid_from is null or c.on_date >= m.valid_from)
    and (m.valid_to is null or c.on_date <= m.valid_to)
group by all
