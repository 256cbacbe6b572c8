-- Which runs were there, and what did each see? Grain: one row a run.
create or replace view audit.runs as
select
    run_id, as_of, started_at, finished_at, product, policy, value_sets, config,
    (
        select list(distinct sha256 order by sha256) from store.files as f
        where f.run_id = r.run_id and f.sha256 is not null -- a file that could not be opened was not read
    ) as inputs, counts, seconds
from store.runs as r;

comment on view audit.runs is 'One row a run of the audit: its versions, its counts and its seconds by stage.';
comment on column audit.runs.run_id is 'Number of the run, 1 for the first; the master is runs/<run_id>.duckdb.';
comment on column audit.runs.as_of is 'The only clock the audit knows: what counts as today.';
comment on column audit.runs.started_at is 'When the run began (UTC).';
comment on column audit.runs.finished_at is 'When its results were complete (UTC).';
comment on column audit.runs.product is 'Name and version of the audit software.';
comment on column audit.runs.policy is 'Policy number and its versions with their first days in force.';
comment on column audit.runs.value_sets is 'SHA-256 of the code sets in use.';
comment on column audit.runs.config is 'SHA-256 of the effective configuration, readings included.';
comment on column audit.runs.inputs is 'SHA-256 of every file that it read, as they are kept; audit.files names them.';
comment on column audit.runs.counts is 'Counts by stage, a JSON object.';
comment on column audit.runs.seconds is 'Seconds by stage, a JSON object.';
