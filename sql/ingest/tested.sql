-- The rules beyond the row, asked of every version of {extract}. One row a version.
create or replace temp view tested as
select v.rowid as version, {versioned_keys}, v.run_id, v.file_id, v.row_number, v.version_state,
    {before_birth} as before_birth,
    {future_date} as future_date,
    k.{reference} is null as unknown
from store.{extract} v
cross join this_run r
left join {known} k on k.{reference} = v.{reference};
