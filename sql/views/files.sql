-- What became of every file, row for row? Grain: one row a file and run.
create or replace view audit.files as
select
    run_id, source_file, sha256, extract, status, reason,
    rows_read, rows_accepted, rows_repeated, rows_quarantined,
    mapping, rows_made, rows_left_out, defaulted
from store.files;

comment on view audit.files is 'One row a file and run: read + made = accepted + repeated + quarantined + left out, each counted on its own.';
comment on column audit.files.run_id is 'The run that read the file.';
comment on column audit.files.source_file is 'Name of the file in the drop.';
comment on column audit.files.sha256 is 'SHA-256 of the decompressed content; null where it could not be read.';
comment on column audit.files.extract is 'The extract the file belongs to by its name.';
comment on column audit.files.status is 'read, repeated (an earlier run read this content) or refused (see reason).';
comment on column audit.files.reason is 'Why a file was refused, a token such as missing_column:member_id.';
comment on column audit.files.rows_read is 'Data records in the file.';
comment on column audit.files.rows_accepted is 'Records that became row versions of this run.';
comment on column audit.files.rows_repeated is 'Records equal to one already known, or of a reviewer''s list that nobody has filled in.';
comment on column audit.files.rows_quarantined is 'Records in audit.quarantine.';
comment on column audit.files.mapping is 'The mapping it was read through (see audit.mappings); null where it came in the contract''s own layout.';
comment on column audit.files.rows_made is 'Rows that the mapping made of records beyond one each, such as the lines of a wide claim.';
comment on column audit.files.rows_left_out is 'Rows that the mapping says to leave out.';
comment on column audit.files.defaulted is 'Values that were defaults of the mapping, by column: JSON.';
