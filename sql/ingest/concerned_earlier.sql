-- The other versions of keys of which one passes now that waited, or no longer passes, or is of this run beside earlier
-- ones: one that goes on waiting changes nothing for them.
create or replace temp table touched_keys as
select {keys} from concerned anti join this_run using (run_id)
where (version_state = 'waiting') <> (before_birth or future_date or unknown)
union
select {keys} from earlier semi join (select {keys} from store.{extract} semi join this_run using (run_id)) using ({keys});

insert into concerned
select * from tested semi join touched_keys using ({keys}) anti join concerned using (version);
