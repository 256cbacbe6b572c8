-- Through which mappings were files read? Grain: one row a mapping.
create or replace view audit.mappings as
select mapping, name, text, first_run
from store.mappings;

comment on view audit.mappings is 'One row a mapping that a run read files through; audit.files names it.';
comment on column audit.mappings.mapping is 'SHA-256 of what the mapping does; comments and layout do not matter.';
comment on column audit.mappings.name is 'Name of a built-in mapping, or of the file.';
comment on column audit.mappings.text is 'The mapping itself, as the first run with it read it: enough to run that night again.';
comment on column audit.mappings.first_run is 'The first run that used it.';
