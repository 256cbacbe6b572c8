-- Why were rows of this drop set aside, and where is the first of each? One row a file, extract and problem.
select source_file, extract, problem, count(*) as row_count,
    min(row_number) as first_row, arg_min(raw, row_number) as raw
from (
    select source_file, extract, row_number, unnest(problems) as problem, raw
    from audit.quarantine
    where run_id = $run_id
)
group by source_file, extract, problem
order by row_count desc, source_file, extract, problem
