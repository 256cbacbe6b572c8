-- Which codes that claims name count as the drug although nobody has verified them? Grain: code of the value set.
with unverified as (
    select code_system, code, match, title, mg_per_unit
    from store.value_sets
    where value_set = 'mecasermin' and not verified
)
select distinct u.code_system, u.code, u.title, u.mg_per_unit
from unverified u join audit.pharmacy_claims c
    on u.code_system = 'NDC' and starts_with(c.ndc_code, u.code) and (u.match = 'prefix' or c.ndc_code = u.code)
union
select distinct u.code_system, u.code, u.title, u.mg_per_unit
from unverified u join audit.medical_claims c on u.code_system = 'HCPCS' and u.code = c.hcpcs_code
order by code_system, code;
