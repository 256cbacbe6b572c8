-- Which clauses are not met, and which does the submission leave open?
-- Grain: clause of the sections that are judged clause by clause. judged = met + not_met + not_documented; a case to
-- which a clause does not apply is not judged on it. *_approved: those of them that the plan approved.
with counted as (
    select
        clause, parent, c.pathway, c."position", title,
        cast(ifnull(sum(cases) filter (status = 'met'), 0) as bigint) as met,
        cast(ifnull(sum(cases) filter (status = 'not_met'), 0) as bigint) as not_met,
        cast(ifnull(sum(cases) filter (status = 'not_documented'), 0) as bigint) as not_documented,
        cast(ifnull(sum(cases) filter (status = 'not_applicable'), 0) as bigint) as not_applicable,
        cast(ifnull(sum(cases) filter (status = 'not_met' and decision = 'APPROVED'), 0) as bigint)
            as not_met_approved,
        cast(ifnull(sum(cases) filter (status = 'not_documented' and decision = 'APPROVED'), 0) as bigint)
            as not_documented_approved
    from audit.clauses c left join clause_counts using (clause)
    where c.role in ('criterion', 'part')
    group by all
), judged as (
    select *, met + not_met + not_documented as judged
    from counted
)
select * exclude ("position"),
    cast(not_met / nullif(judged, 0) as decimal(7, 4)) as not_met_rate,
    cast(not_documented / nullif(judged, 0) as decimal(7, 4)) as not_documented_rate
from judged
order by pathway, "position";
