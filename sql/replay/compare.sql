-- How many rows of {table} has only the kept master, how many only the replayed one, and how many are there? One row.
-- Left out is what depends on the clock and on the product that ran, and what only one of two products has.
with kept as (select columns(lambda name: name not in ({left_out})) from kept.store.{table}),
replayed as (select columns(lambda name: name not in ({left_out})) from publication.store.{table})
select
    (select count(*) from (from kept except all from replayed)) as only_kept,
    (select count(*) from (from replayed except all from kept)) as only_replayed,
    (select count(*) from replayed) as rows_replayed
