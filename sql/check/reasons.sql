-- How many rows of this drop were set aside, by reason? One row an extract and reason; a row may have several.
select extract, reason, count(*) as row_count
from (select extract, unnest(reasons) as reason from audit.quarantine where run_id = $run_id)
group by extract, reason
order by row_count desc, extract, reason
