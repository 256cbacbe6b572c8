-- Carry the verdicts over.
insert into store.settled
select '{extract}', file_id, row_number from judged where was <> verdict;

insert into late
select j.file_id, j.row_number, j.reasons, j.problems, 'waiting'
from judged j semi join this_run using (run_id)
where j.verdict = 'waiting' and j.was <> 'waiting';

update store.{extract} v
set version_state = j.verdict
from judged j
where v.rowid = j.version and j.was <> j.verdict;
