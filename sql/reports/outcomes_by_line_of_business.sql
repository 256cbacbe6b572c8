-- How did the plan's decisions stand up, in each line of business and in all of them?
-- Grain: line of business (or ALL) x outcome, zeros included.
with lines (line_of_business) as (
    values ('ALL'), ('COMMERCIAL'), ('HIM'), ('MEDICAID')
), counted as (
    select if(grouping(line_of_business) = 1, 'ALL', line_of_business) as line_of_business, outcome,
        sum(cases)::bigint as cases
    from outcome_counts
    group by grouping sets ((line_of_business, outcome), (outcome))
), filled as (
    select line_of_business, outcome, denominator_is, ifnull(cases, 0) as cases
    from lines cross join outcomes left join counted using (line_of_business, outcome)
), against as (
    select *,
        cast(if(denominator_is = 'all_cases',
            sum(cases) over (partition by line_of_business),
            sum(cases) over (partition by line_of_business, denominator_is)) as bigint) as denominator
    from filled
)
select line_of_business, outcome, denominator_is, cases, denominator,
    cast(cases / nullif(denominator, 0) as decimal(7, 4)) as rate
from against
order by line_of_business, outcome;
