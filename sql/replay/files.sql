-- Which files did this run read? Grain: one row a file; through a mapping it may have fed several extracts.
select source_file, sha256
from store.files
where run_id = $run_id and sha256 is not null
group by source_file, sha256
order by min(file_id)
