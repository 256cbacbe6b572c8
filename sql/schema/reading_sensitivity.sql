-- The readings of the newest run, and what hangs on each as the last evaluation of every member found it
-- (pa_audit.sensitivity).
create table if not exists store.readings (
    reading varchar not null,
    "position" integer not null,
    in_force varchar not null,
    alternative varchar not null
);

create table if not exists store.reading_sensitivity (
    reading varchar not null,
    subject varchar not null,
    pa_id varchar,
    member_id varchar not null,
    service_date date,
    changed varchar not null,
    before varchar,
    after varchar
);
