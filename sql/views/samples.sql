-- Which samples were drawn, of what, and how? Grain: one row a sample.
create or replace view audit.samples as
select
    sample_id, run_id, as_of, product, objective, population, exclusions, size_reason, frame_sql, unit_column,
    amount_column, stratum_column, units, amount, frame_sha256, generator, strata, shared_claims, amount_once
from store.samples;

comment on view audit.samples is 'One row a sample: population, frame, design and seeds. A draw is no run: it adds to the publication of one.';
comment on column audit.samples.sample_id is 'Name of the sample.';
comment on column audit.samples.run_id is 'The run whose publication the frame was taken from.';
comment on column audit.samples.as_of is 'As-of date of that run.';
comment on column audit.samples.product is 'Name and version of the software that drew.';
comment on column audit.samples.objective is 'What the sample is to answer, as written at the draw.';
comment on column audit.samples.population is 'The population the sample stands for, as written at the draw.';
comment on column audit.samples.exclusions is 'How the frame differs from the population, as written at the draw.';
comment on column audit.samples.size_reason is 'Why this size, as written at the draw.';
comment on column audit.samples.frame_sql is 'The query that gave the frame.';
comment on column audit.samples.unit_column is 'Column of the frame that names the sampling unit.';
comment on column audit.samples.amount_column is 'Column of the frame with a unit''s dollars; null: the sample counts and measures no dollars.';
comment on column audit.samples.stratum_column is 'Column of the frame that makes the strata; null: one stratum, all.';
comment on column audit.samples.units is 'Units in the frame.';
comment on column audit.samples.amount is 'Dollars of all units of the frame.';
comment on column audit.samples.frame_sha256 is 'SHA-256 of frame.csv, which sample export writes.';
comment on column audit.samples.generator is 'rat-stats (RAT-STATS 2005 and later) or sha256 (digests of "seed,1", "seed,2", ...).';
comment on column audit.samples.strata is 'Each stratum: its range of unit numbers, size, spares, seed and dollars.';
comment on column audit.samples.shared_claims is 'Claims whose dollars are in more than one unit of the frame, approved cases with overlapping authorizations; null: of other frames it is not asked.';
comment on column audit.samples.amount_once is 'Dollars of all units of the frame, each claim once; null where shared_claims is.';
