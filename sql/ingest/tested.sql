-- The rules beyond the row, asked of every version of {extract}. One row a version.
create or replace temp view tested as
select v.rowid as version, {versioned_keys}, v.run_id, v.file_id, v.row_number, v.version_state,
    {after_birth} is not null and m.member_id is not null and {after_birth} < m.birth_date as before_birth,
    v.{dated}::date > r.as_of as future_date,
    m.member_id is null as unknown_member
from store.{extract} v
cross join this_run r
left join store.members m on m.member_id = v.member_id and m.version_state = 'current';
