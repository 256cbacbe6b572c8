-- Staged rows of {extract} that are not new, and why. One row a staged row that is a duplicate_key or repeated.
create or replace temp table fates as
with crowded as (
    select {keys} from staged group by {keys} having count(*) > 1
),
disputed as (
    select {keys}
    from (select distinct {columns} from staged semi join crowded using ({keys}))
    group by {keys}
    having count(*) > 1
),
copies as (
    select file_id, row_number
    from staged semi join crowded using ({keys}) anti join disputed using ({keys})
    qualify row_number() over (partition by {keys} order by file_id, row_number) > 1
),
newest as (
    select v.*
    from store.{extract} v
    join (
        select {keys}, max(run_id) as run_id from store.{extract} semi join staged using ({keys}) group by {keys}
    ) using ({keys}, run_id)
)
select file_id, row_number, 'duplicate_key' as fate
from staged semi join disputed using ({keys})
union all
select file_id, row_number, 'repeated' from copies
union all
select s.file_id, s.row_number, 'repeated'
from staged s
anti join disputed using ({keys})
anti join copies c on c.file_id = s.file_id and c.row_number = s.row_number
join newest n on {same_row};

insert into repeated
select file_id, count(*) from fates where fate = 'repeated' group by file_id;

insert into late
select file_id, row_number, ['duplicate_key'],
    ['{key_names}: expected one row a key in a drop, or identical ones'], 'rejected'
from fates where fate = 'duplicate_key';

-- Called current until the rules beyond the row are asked.
insert into store.{extract} by name
select s.*, this_run.run_id, 'current' as version_state
from (select * from staged anti join fates using (file_id, row_number)) s, this_run;
