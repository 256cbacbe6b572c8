-- What did earlier runs count in the files that they read? One row a file and run.
select sha256, extract, mapping, rows_read, rows_made, rows_left_out, defaulted::varchar
from store.files where status = 'read'
