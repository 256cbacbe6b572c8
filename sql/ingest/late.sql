-- Quarantine those of the incoming rows of one file that are late, as they were delivered.
insert into store.quarantine by name
select i.run_id, i.source_file, i.row_number, i.extract, l.reasons, l.problems, i.raw, l.state, i.file_id
from incoming i join late l using (file_id, row_number);
