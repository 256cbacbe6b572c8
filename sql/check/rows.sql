-- The first rows of this drop that were set aside. One row a quarantined row and problem, in file order.
with firsts as (
    select source_file, extract, row_number, problems, raw
    from audit.quarantine
    where run_id = $run_id
    order by source_file, extract, row_number
    limit $rows
)
select source_file, extract, row_number, unnest(problems) as problem, raw from firsts
