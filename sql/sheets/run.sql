-- Which run does the sheet show? Grain: one row.
select run_id, as_of, product
from audit.runs
order by run_id desc
limit 1;
