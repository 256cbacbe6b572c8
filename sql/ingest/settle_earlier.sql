-- Carry the verdicts on versions of earlier runs over to the quarantine, which asks what the state was.
update store.quarantine q
set state = 'released', released_run = r.run_id
from judged j, this_run r
where j.was = 'waiting' and j.verdict <> 'waiting'
    and q.extract = '{extract}' and q.state = 'waiting' and q.file_id = j.file_id and q.row_number = j.row_number;

update store.quarantine q
set reasons = j.reasons, problems = j.problems
from judged j
where j.was = 'waiting' and j.verdict = 'waiting' and q.reasons <> j.reasons
    and q.extract = '{extract}' and q.state = 'waiting' and q.file_id = j.file_id and q.row_number = j.row_number;

-- One that waits from now on: its file is not at hand, so its values as they were parsed.
insert into store.quarantine by name
select r.run_id, f.source_file, j.row_number, '{extract}' as extract, j.reasons, j.problems,
    to_json({as_text}) as raw, 'waiting' as state, j.file_id
from judged j
join store.{extract} v on v.rowid = j.version
join store.files f on f.file_id = j.file_id
cross join this_run r
where j.verdict = 'waiting' and j.was <> 'waiting' and j.run_id <> r.run_id;
