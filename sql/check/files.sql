-- What would become of every file of this drop? One row a file and extract.
select source_file, extract, status, rows_read, rows_made, rows_accepted, rows_repeated, rows_quarantined,
    rows_left_out, defaulted
from store.files
where run_id = $run_id
order by file_id
