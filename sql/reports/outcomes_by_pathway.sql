-- How did the plan's decisions stand up, under each pathway?
-- Grain: pathway x outcome that occurs; pathway is empty for requests that state no indication.
with counted as (
    select pathway, outcome, denominator_is, sum(cases)::bigint as cases
    from outcome_counts
    group by all
), against as (
    select *,
        cast(if(denominator_is = 'all_cases',
            sum(cases) over (partition by pathway),
            sum(cases) over (partition by pathway, denominator_is)) as bigint) as denominator
    from counted
)
select pathway, outcome, denominator_is, cases, denominator,
    cast(cases / denominator as decimal(7, 4)) as rate
from against
order by pathway nulls last, outcome;
