-- Which rows of the extracts were not accepted, why, and which of them only wait for something?
-- Grain: one row an extract, reason and state; a row with several reasons counts under each.
-- To change: select problems and raw instead of counting, to see the rows themselves.
select extract, reason, state, count(*) as rows
from (select extract, state, unnest(reasons) as reason from audit.quarantine)
group by extract, reason, state
order by extract, rows desc, reason, state;
