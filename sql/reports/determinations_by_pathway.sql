-- What do the policy's own criteria say about the cases of each pathway, whatever the plan decided?
-- Grain: pathway x determination that occurs; pathway is empty for requests that state no indication.
with counted as (
    select pathway, determination, count(*) as cases
    from audit.cases
    group by all
), against as (
    select *, cast(sum(cases) over (partition by pathway) as bigint) as denominator
    from counted
)
select pathway, determination, cases, denominator,
    cast(cases / denominator as decimal(7, 4)) as rate
from against
order by pathway nulls last, determination;
