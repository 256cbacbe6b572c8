-- State of the audit between nights: runs, files, quarantine, value sets. Row versions of the extracts are made from
-- the pandera models (pa_audit.extracts); cases, dispensings and episodes are made by their first evaluation.
create schema if not exists store;
create schema if not exists audit;

create table if not exists store.runs (
    run_id integer primary key,
    as_of date not null,
    started_at timestamp not null,
    finished_at timestamp,
    product varchar not null,
    policy varchar not null,
    value_sets varchar not null,
    config varchar not null,
    counts json not null,
    seconds json not null
);

create table if not exists store.files (
    file_id integer not null,
    run_id integer not null,
    source_file varchar not null,
    sha256 varchar,
    extract varchar not null,
    status varchar not null,
    reason varchar,
    rows_read bigint not null,
    rows_accepted bigint not null,
    rows_repeated bigint not null,
    rows_quarantined bigint not null
);

-- What a mapping did; masters of before there were mappings lack these columns.
alter table store.files add column if not exists mapping varchar;
alter table store.files add column if not exists lines integer default 1;
alter table store.files add column if not exists rows_made bigint default 0;
alter table store.files add column if not exists rows_left_out bigint default 0;
alter table store.files add column if not exists defaulted json default '{}';

create table if not exists store.mappings (
    mapping varchar primary key,
    name varchar not null,
    text varchar not null,
    first_run integer not null
);

create table if not exists store.quarantine (
    run_id integer not null,
    source_file varchar not null,
    row_number bigint not null,
    extract varchar not null,
    reasons varchar[] not null,
    problems varchar[] not null,
    raw json not null,
    state varchar not null,
    released_run integer,
    file_id integer not null
);

create table if not exists store.value_sets (
    value_set varchar not null,
    code_system varchar not null,
    code varchar not null,
    match varchar not null,
    valid_from date,
    valid_to date,
    title varchar,
    mg_per_unit decimal(15, 6),
    verified boolean not null,
    note varchar,
    source varchar
);

create table if not exists store.clauses (
    clause varchar not null,
    parent varchar,
    pathway varchar not null,
    title varchar not null,
    "function" varchar not null,
    reading varchar,
    "position" integer not null,
    facts varchar[] not null,
    reasons varchar[] not null
);

-- What the clause is for. A master of an earlier product lacks it; a new product evaluates everyone, which fills it.
alter table store.clauses add column if not exists role varchar;

create table if not exists store.findings (
    finding_id varchar not null,
    kind varchar not null,
    severity varchar not null,
    reason varchar,
    pa_id varchar,
    member_id varchar,
    measurement_id varchar,
    claim_ids varchar[],
    service_date date,
    amount_at_risk decimal(18, 2),
    excess_amount decimal(18, 2),
    summary varchar not null,
    facts_sha256 varchar not null,
    state varchar not null,
    first_seen_run integer not null,
    last_seen_run integer,
    resolved_run integer
);

-- The last run that raised it again or on other facts; masters of before there were incremental nights lack it.
alter table store.findings add column if not exists changed_run integer;

-- Which row versions did the rules beyond the row promote or demote in this run? One row a version; emptied by every run.
create table if not exists store.settled (
    extract varchar not null,
    file_id integer not null,
    row_number bigint not null
);

-- What do the results of every member rest on besides the member's own rows? One row, none before the first night.
create table if not exists store.basis (
    product varchar not null,
    value_sets varchar not null,
    terms varchar not null,
    first_reference_date date,
    first_claim_date date
);

create table if not exists store.case_changes (
    pa_id varchar not null,
    run_id integer not null,
    outcome_before varchar,
    outcome_after varchar,
    determination_before varchar,
    determination_after varchar,
    cause varchar not null
);
alter table store.case_changes alter column outcome_before drop not null;
alter table store.case_changes alter column determination_before drop not null;
