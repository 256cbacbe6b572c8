-- Quarantine the incoming rows. Those that came with no reason are late: it is told beyond the row.
insert into store.quarantine by name
select
    i.run_id, i.source_file, i.row_number, i.extract, i.raw, i.file_id,
    coalesce(i.reasons, l.reasons) as reasons,
    coalesce(i.problems, l.problems) as problems,
    coalesce(i.state, l.state) as state
from incoming i left join late l using (file_id, row_number);
