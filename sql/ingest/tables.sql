-- store.{extract}: one row a version of a key that was valid by itself. audit.{extract}: one row a key, its current version.
create table if not exists store.{extract} (
    {typed},
    run_id integer not null,
    file_id integer not null,
    row_number bigint not null,
    version_state varchar not null
);
create or replace view audit.{extract} as
select {columns} from store.{extract} where version_state = 'current';
comment on view audit.{extract} is {comment};
