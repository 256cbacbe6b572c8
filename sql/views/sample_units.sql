-- Which units made up a sample's frame, and which were drawn? Grain: one row a sample and unit of its frame.
create or replace view audit.sample_units as
select sample_id, unit, stratum, unit_id, amount, pa_id, role, selected, facts
from store.sample_units;

comment on view audit.sample_units is 'One row a sample and unit of its frame, drawn or not, as the frame was on the day of the draw.';
comment on column audit.sample_units.sample_id is 'The sample.';
comment on column audit.sample_units.unit is 'Number of the unit in the frame, from 1: by stratum, then by unit_id.';
comment on column audit.sample_units.stratum is 'Its stratum; all without strata.';
comment on column audit.sample_units.unit_id is 'What the unit is: a request, a claim line, a member and day, a finding.';
comment on column audit.sample_units.amount is 'Its dollars: the examined amount.';
comment on column audit.sample_units.pa_id is 'The request it is about, where the frame says so.';
comment on column audit.sample_units.role is 'sample, spare, or null: not drawn.';
comment on column audit.sample_units.selected is 'Order of selection in its stratum, spares after the sample.';
comment on column audit.sample_units.facts is 'The frame''s row, a JSON object.';
