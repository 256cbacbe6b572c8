-- What the statements of one ingest share, in temporary tables.
-- Rows of this drop that say nothing new, by file. One row a file and reason to call it so.
create or replace temp table repeated (file_id integer, row_count bigint);
-- Rows that go to quarantine for something beyond the row: duplicate_key, or waiting. One row a row version.
create or replace temp table late (
    file_id integer,
    row_number bigint,
    reasons varchar[],
    problems varchar[],
    state varchar
);
