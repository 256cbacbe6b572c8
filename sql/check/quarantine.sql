-- Why were rows set aside, and where is the first of each? One row a file, extract and problem.
select source_file, extract, problem, count(*) as row_count, min(row_number) as first_row
from (select source_file, extract, row_number, unnest(problems) as problem from audit.quarantine)
group by source_file, extract, problem
order by row_count desc, source_file, extract, problem
