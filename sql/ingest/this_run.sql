-- The run that asks, for the statements of one ingest. One row.
create or replace temp table this_run as select $run_id::integer as run_id, $as_of::date as as_of
