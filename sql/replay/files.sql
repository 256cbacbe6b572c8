-- Which files did this run read? Grain: one row a file.
select source_file, sha256 from store.files where run_id = $run_id and sha256 is not null order by file_id
