-- How many codes does the audit use that nobody has verified, and how many net paid claims rest on them?
-- Grain: one row a value set and code system, NDC and HCPCS codes; claims: those that are in the set by such a code.
-- To change: add v.code and v.title to both lists to see the codes themselves.
select v.value_set, v.code_system, count(distinct v.code) as codes, count(distinct c.claim_id) as claims
from audit.value_sets as v
left join audit.net_paid_claims as c
    on c.drug = v.value_set and c.source = if(v.code_system = 'NDC', 'pharmacy', 'medical')
    and (c.code = v.code or (v.match = 'prefix' and starts_with(c.code, v.code)))
where not v.verified and v.code_system in ('NDC', 'HCPCS')
group by v.value_set, v.code_system
order by claims desc, v.value_set, v.code_system;
