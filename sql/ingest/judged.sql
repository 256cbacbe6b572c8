-- The state each version of {extract} should have: one that does not pass waits, of the others the newest of its key is
-- current and the rest superseded. One row a version that changes its state or (still) waits.
create or replace temp table judged as
with asked as materialized (
    select *, not (before_birth or future_date or unknown) as passes from tested
),
versions as materialized (
    select {keys} from asked semi join this_run using (run_id)
    semi join (select {keys} from asked anti join this_run using (run_id)) using ({keys})
),
touched as (
    select {keys} from asked where version_state <> 'current' or not passes
    union
    select {keys} from versions
),
concerned as (
    select * from asked semi join touched using ({keys})
),
chosen as (
    select {keys}, max(run_id) filter (where passes) as chosen from concerned group by {keys}
),
settled as (
    select c.*,
        case when not passes then 'waiting' when run_id = chosen then 'current' else 'superseded' end as verdict
    from concerned c join chosen using ({keys})
)
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
where version_state <> verdict or verdict = 'waiting';
