-- Carry the verdicts over: quarantine first, for it asks what the state was.
insert into store.settled
select '{extract}', file_id, row_number from judged where was <> verdict;

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

insert into late
select j.file_id, j.row_number, j.reasons, j.problems, 'waiting'
from judged j, this_run r
where j.verdict = 'waiting' and j.was <> 'waiting' and j.run_id = r.run_id;

-- A version of an earlier run that waits from now on: its file is not at hand, so its values as they were parsed.
insert into store.quarantine by name
select r.run_id, f.source_file, j.row_number, '{extract}' as extract, j.reasons, j.problems,
    to_json({as_text}) as raw, 'waiting' as state, j.file_id
from judged j
join store.{extract} v on v.rowid = j.version
join store.files f on f.file_id = j.file_id
cross join this_run r
where j.verdict = 'waiting' and j.was <> 'waiting' and j.run_id <> r.run_id;

update store.{extract} v
set version_state = j.verdict
from judged j
where v.rowid = j.version and j.was <> j.verdict;
