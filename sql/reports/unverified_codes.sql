-- Which drug codes that claims name does the audit go by although nobody has verified them? Grain: value set x code.
with unverified as (
    select value_set, code_system, code, match, title, mg_per_unit
    from audit.value_sets
    where not verified and code_system in ('NDC', 'HCPCS')
), named (code_system, code) as (
    select distinct 'NDC', ndc_code from audit.pharmacy_claims
    union all
    select distinct 'HCPCS', hcpcs_code from audit.medical_claims
)
select distinct u.value_set, u.code_system, u.code, u.title, u.mg_per_unit
from unverified u join named n
    on n.code_system = u.code_system and (n.code = u.code or (u.match = 'prefix' and starts_with(n.code, u.code)))
order by u.value_set, u.code_system, u.code;
