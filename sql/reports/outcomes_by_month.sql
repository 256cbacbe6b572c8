-- How did the plan's decisions stand up, month by month?
-- Grain: month of receipt x outcome that occurs.
with counted as (
    select month, outcome, denominator_is, sum(cases)::bigint as cases
    from outcome_counts
    group by all
), against as (
    select *,
        cast(if(denominator_is = 'all_cases',
            sum(cases) over (partition by month),
            sum(cases) over (partition by month, denominator_is)) as bigint) as denominator
    from counted
)
select month, outcome, denominator_is, cases, denominator,
    cast(cases / denominator as decimal(7, 4)) as rate
from against
order by month, outcome;
