-- What did each file of this run's drop bring: rows read, accepted, repeated, quarantined; was it refused?
-- Grain: file of the drop.
select source_file, extract, status, reason, rows_read, rows_accepted, rows_repeated, rows_quarantined, sha256
from audit.files
where run_id = getvariable('run_id')
order by source_file, sha256;
