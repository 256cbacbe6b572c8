-- What was this run told? One row.
select as_of, product, config, value_sets from store.runs where run_id = $run_id
