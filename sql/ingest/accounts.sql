-- What became of this run's rows, each fate counted where it is kept. One row a file and fate. Files of earlier runs
-- have closed accounts: a row of theirs that this run puts into quarantine was accepted in its own night.
select file_id, 'quarantined' as fate, count(*) as row_count
from store.quarantine semi join this_run using (run_id) anti join store.files using (file_id)
group by file_id
union all
select file_id, 'repeated', sum(row_count)::bigint from repeated group by file_id
