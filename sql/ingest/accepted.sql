-- Rows of this run that are current. One row a file.
select file_id, 'accepted' as fate, count(*) as row_count
from store.{extract} semi join this_run using (run_id) where version_state = 'current' group by file_id
