-- What would settle each undocumented approval, as the last evaluation of its member found it (pa_audit.settling).
create table if not exists store.what_would_settle (
    pa_id varchar not null,
    member_id varchar not null,
    pathway varchar not null,
    clause varchar,
    ask varchar,
    asks uinteger
);
