-- The facts that each disposition was made on. One row a version of store.dispositions that has been current, or waits.
create table if not exists store.disposition_facts (
    finding_id varchar not null,
    run_id integer not null,
    facts_sha256 varchar not null
);
