-- Row-valid rows of this drop's {extract} that may not be new. One row a delivered row; `crowded` where its key may occur
-- more than once.
create or replace temp table staged as
select {columns}, file_id, row_number, false as crowded from store.{extract} limit 0;

-- What earlier runs left of their keys. One row a key.
create or replace temp table earlier as
select {keys}, rowid as version from store.{extract} limit 0;
