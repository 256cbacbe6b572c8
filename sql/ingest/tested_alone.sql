-- Rows of {extract} refer to nothing, and pass by themselves. One row a version.
create or replace temp view tested as
select rowid as version, {keys}, run_id, file_id, row_number, version_state,
    false as before_birth, false as future_date, false as unknown
from store.{extract};
