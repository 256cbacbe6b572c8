-- Staged rows of {extract} that this drop has more than once. One row a staged row: a duplicate_key where rows of one key
-- differ, repeated where an identical one comes before it.
create or replace temp table disputed as
select {keys} from staged where crowded group by {keys} having count(distinct ({columns})) > 1;

create or replace temp table fates as
select file_id, row_number, 'duplicate_key' as fate
from staged semi join disputed using ({keys})
union all
select file_id, row_number, 'repeated'
from (select * from staged where crowded) anti join disputed using ({keys})
qualify row_number() over (partition by {keys} order by file_id, row_number) > 1;
