-- The row-valid rows of this drop's {extract}. One row a delivered row.
create or replace temp table staged as
select {columns}, file_id, row_number from store.{extract} limit 0;
