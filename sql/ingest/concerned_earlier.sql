-- Their keys' other versions too, and all of a key that has a version of this run beside earlier ones.
create or replace temp table touched_keys as
select {keys} from concerned
union
select {keys} from earlier semi join (select {keys} from store.{extract} semi join this_run using (run_id)) using ({keys});

insert into concerned
select * from tested semi join touched_keys using ({keys}) anti join concerned using (version);
