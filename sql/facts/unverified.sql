-- How many net paid claims rest on codes that nobody has verified? Grain: one row a value set; claims.
with matched as (
    select value_set, claim
    from paid_diagnoses
    where not verified
    union all
    select v.value_set, n.claim
    from net_paid as n
    join store.value_sets as v
        on v.value_set = n.drug and not v.verified and v.code_system = case n.source when 'pharmacy' then 'NDC' else 'HCPCS' end
        and (v.code = n.code or (v.match = 'prefix' and starts_with(n.code, v.code)))
        and (v.valid_from is null or n.service_date >= v.valid_from)
        and (v.valid_to is null or n.service_date <= v.valid_to)
)
select value_set, count(distinct claim) as claims
from matched
group by value_set
order by value_set
