-- Which inputs did the runs from $oldest on read, configuration and code sets among them? One row an input.
select sha256 from store.files where run_id >= $oldest and sha256 is not null
union select config from store.runs where run_id >= $oldest
union select value_sets from store.runs where run_id >= $oldest
