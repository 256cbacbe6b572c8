-- Which rows were set aside, why, and are they still? Grain: one row a row set aside, whatever became of it since.
create or replace view audit.quarantine as
select q.run_id, q.source_file, (q.row_number - 1) // coalesce(f.lines, 1) + 1 as row_number, q.extract, q.reasons,
    q.problems, q.raw, q.state, q.released_run
from store.quarantine q left join store.files f using (file_id);

comment on view audit.quarantine is 'One row a record that was not accepted, with every rule it broke and its raw content.';
comment on column audit.quarantine.run_id is 'The run that quarantined the record: a later one than read it, where it was accepted first.';
comment on column audit.quarantine.source_file is 'Name of its file in the drop.';
comment on column audit.quarantine.row_number is 'Number of the data record in the file, from 1.';
comment on column audit.quarantine.extract is 'The extract it was meant for.';
comment on column audit.quarantine.reasons is 'The rules it broke, as tokens.';
comment on column audit.quarantine.problems is 'The same in words: column and expectation, never the value.';
comment on column audit.quarantine.raw is 'The record as delivered, a JSON object, or a JSON text where it does not split into fields; of one that an earlier run accepted, its values as they were read.';
comment on column audit.quarantine.state is 'rejected for good, waiting for what it lacks, or released since.';
comment on column audit.quarantine.released_run is 'The run in which a waiting record passed.';
