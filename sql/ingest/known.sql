-- Staged rows of {extract} that say what the newest version of their key says already: repeated as well.
insert into fates
with newest as (
    select v.*
    from store.{extract} v
    join (
        select {keys}, max(run_id) as run_id from store.{extract} semi join staged using ({keys}) group by {keys}
    ) using ({keys}, run_id)
)
select s.file_id, s.row_number, 'repeated'
from staged s anti join fates f on f.file_id = s.file_id and f.row_number = s.row_number
join newest n on {same_row};
