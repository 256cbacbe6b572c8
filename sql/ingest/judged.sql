-- The state each concerned version of {extract} should have: one that does not pass waits, of the others the newest of
-- its key is current and the rest superseded. One row a version that changes its state, or why it waits.
create or replace temp table judged as
with asked as (
    select *, not (before_birth or future_date or unknown) as passes from concerned
),
settled as (
    select *,
        case
            when not passes then 'waiting'
            when run_id = max(run_id) filter (where passes) over (partition by {keys}) then 'current'
            else 'superseded'
        end as verdict
    from asked
),
reasoned as (
    select version, run_id, file_id, row_number, version_state as was, verdict,
        list_filter([
            case when before_birth then 'before_birth' end,
            case when future_date then 'future_date' end,
            case when unknown then '{unknown}' end
        ], lambda reason: reason is not null) as reasons,
        list_filter([
            case when before_birth then '{after_birth_name}: expected no date before the member''s birth_date' end,
            case when future_date then '{dated}: expected no date after the as-of date of the run' end,
            case when unknown then '{reference}: expected {expects}' end
        ], lambda problem: problem is not null) as problems
    from settled
    where version_state <> verdict or verdict = 'waiting'
)
from reasoned
anti join (from store.quarantine where extract = '{extract}' and state = 'waiting') using (file_id, row_number, reasons);
