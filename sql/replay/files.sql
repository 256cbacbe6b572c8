-- Which files did this run read? Grain: one row a file; through a mapping it may have fed several extracts.
-- One that was no file to open has no sha256; neither has one that the file system would not give.
select source_file, sha256, case when sha256 is null then reason end as reason
from store.files
where run_id = $run_id
group by all
order by min(file_id)
