-- What became of every file of the last drop?
-- Grain: one row a file; read = accepted + repeated + quarantined.
-- To change: drop the last line but one to see every run.
select source_file, extract, status, reason, rows_read, rows_accepted, rows_repeated, rows_quarantined
from audit.files
where run_id = (select max(run_id) from audit.runs)
order by extract, source_file;
