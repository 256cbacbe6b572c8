-- The staged rows of {extract} that are new become versions: current until the rules beyond the row are asked.
insert into repeated
select file_id, count(*) from fates where fate = 'repeated' group by file_id;

insert into late
select file_id, row_number, ['duplicate_key'],
    ['{keys}: expected one row a key in a drop, or identical ones'], 'rejected'
from fates where fate = 'duplicate_key';

insert into store.{extract} by name
select s.* exclude (crowded), this_run.run_id, 'current' as version_state
from (select * from staged anti join fates using (file_id, row_number)) s, this_run;
