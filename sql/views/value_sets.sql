-- Which codes does the audit go by? Grain: one row a value set and code, as of the latest run.
create or replace view audit.value_sets as
select value_set, code_system, code, "match", valid_from, valid_to, title, mg_per_unit, verified, note, source
from store.value_sets;

comment on view audit.value_sets is 'One row a value set and code in use: the shipped ones, or the plan''s own.';
comment on column audit.value_sets.value_set is 'What the code stands for. Sets ending in _review raise nothing by themselves.';
comment on column audit.value_sets.code_system is 'ICD-10-CM (without dots), HCPCS or NDC (11 digits).';
comment on column audit.value_sets.code is 'The code, or how codes begin.';
comment on column audit.value_sets."match" is 'exact, or prefix: every code that begins so.';
comment on column audit.value_sets.valid_from is 'First date of service on which it counts; null: no bound.';
comment on column audit.value_sets.valid_to is 'Last date of service on which it counts; null: no bound.';
comment on column audit.value_sets.title is 'The code''s title.';
comment on column audit.value_sets.mg_per_unit is 'Milligrams a billing unit: mL of an NDC, unit of a HCPCS code.';
comment on column audit.value_sets.verified is 'false: still to be checked against the current directory before anybody relies on it.';
comment on column audit.value_sets.note is 'What a reader should know of it.';
comment on column audit.value_sets.source is 'Where it was taken from.';
