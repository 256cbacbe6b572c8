-- How often does an approval last longer than the policy allows?
-- Grain: pathway x line of business, zeros included; approvals of the sections that limit the length.
with sections as (
    select pathway, clause from audit.clauses where role = 'length'
), lines (line_of_business) as (
    values ('COMMERCIAL'), ('HIM'), ('MEDICAID')
), lengths as (
    select s.pathway, k.line_of_business, k.status, k.cases
    from clause_counts as k join sections as s using (clause)
), counted as (
    select pathway, line_of_business,
        cast(ifnull(sum(cases) filter (status = 'met'), 0) as bigint) as met,
        cast(ifnull(sum(cases) filter (status = 'not_met'), 0) as bigint) as not_met,
        cast(ifnull(sum(cases) filter (status = 'not_documented'), 0) as bigint) as not_documented
    from sections cross join lines left join lengths using (pathway, line_of_business)
    group by pathway, line_of_business
), judged as (
    select *, met + not_met + not_documented as judged
    from counted
)
select *, cast(not_met / nullif(judged, 0) as decimal(7, 4)) as not_met_rate
from judged
order by pathway, line_of_business;
