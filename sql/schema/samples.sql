-- Samples drawn from the publication, and their frames: they stand when the publication moves on.
create table if not exists store.samples (
    sample_id varchar primary key,
    run_id integer not null,
    as_of date not null,
    product varchar not null,
    objective varchar,
    population varchar not null,
    exclusions varchar,
    size_reason varchar,
    frame_sql varchar not null,
    unit_column varchar not null,
    amount_column varchar,
    stratum_column varchar,
    units bigint not null,
    amount decimal(18, 2),
    frame_sha256 varchar not null,
    generator varchar not null,
    strata struct(
        stratum varchar, first_unit bigint, last_unit bigint, size bigint, spares bigint, seed varchar, amount decimal(18, 2)
    )[] not null
);
alter table store.samples add column if not exists shared_claims bigint;
alter table store.samples add column if not exists amount_once decimal(18, 2);

create table if not exists store.sample_units (
    sample_id varchar not null,
    unit bigint not null,
    stratum varchar not null,
    unit_id varchar not null,
    amount decimal(18, 2),
    pa_id varchar,
    facts json not null,
    role varchar,
    selected integer
);
