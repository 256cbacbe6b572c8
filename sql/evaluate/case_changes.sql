-- Which cases does this run see otherwise than the last one, and what changed? Grain: one row a case judged before,
-- and one that an earlier run saw go and this one sees again.
insert into store.case_changes by name
with changed as (
    select 'members' as extract, member_id, null as pa_id from changed_members
    union select 'pa_requests', null, pa_id from changed_pa_requests
    union select 'growth_measurements', member_id, null from changed_growth_measurements
),
gone as (
    select pa_id from store.case_changes group by pa_id having max_by(outcome_after is null, run_id)
),
otherwise as (
    select
        b.pa_id, ifnull(a.member_id, b.member_id) as member_id, b.outcome as outcome_before, a.outcome as outcome_after,
        b.determination as determination_before, a.determination as determination_after
    from judged_before as b left join store.cases as a on a.pa_id = b.pa_id
    where (a.outcome, a.determination) is distinct from (b.outcome, b.determination)
    union all by name
    select pa_id, member_id, outcome as outcome_after, determination as determination_after
    from store.cases semi join gone using (pa_id) anti join judged_before using (pa_id)
)
select
    o.* exclude (member_id), getvariable('run_id') as run_id,
    concat_ws(', ', getvariable('basis_change'), (
        select string_agg(distinct c.extract, ', ' order by c.extract)
        from changed as c where c.member_id = o.member_id or c.pa_id = o.pa_id
    )) as cause
from otherwise as o
