-- Which extracts brought fewer rows than the last time that they came, by more than a share? Grain: extract.
with brought as (
    select run_id, extract, sum(rows_read)::bigint as row_count
    from store.files group by all having row_count > 0
),
last_time as (
    select extract, max_by(row_count, run_id) as row_count
    from brought where run_id < $run_id group by extract
)
select extract, last_time.row_count as before, coalesce(brought.row_count, 0) as now
from last_time left join (from brought where run_id = $run_id) brought using (extract)
where last_time.row_count - now > $max_fall * last_time.row_count
order by extract;
