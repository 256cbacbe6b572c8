-- A master in miniature: only the audit.* relations and columns that the reports read, filled by rule for
-- getvariable('cases') cases. What the audit really publishes is tested on a real run (test_sample.py).
create schema audit;
create table audit.runs as select 2 as run_id, 'sha256-of-the-code-sets' as value_sets;
create table audit.clauses (clause varchar, parent varchar, pathway varchar, title varchar, "position" int);
insert into audit.clauses
    select p || '.' || i, null, p, 'Clause ' || i || ' of ' || p || ', <in our words> & more', i
    from (values ('I.A', 10), ('I.B', 10), ('II.A', 5)) s(p, n), range(1, n + 1) r(i)
    union all values
        ('I.B.7.a', 'I.B.7', 'I.B', 'Short stature', 11),
        ('I.A.duration', null, 'I.A', 'Approval length', 12),
        ('I.B.duration', null, 'I.B', 'Approval length', 12),
        ('II.A.duration', null, 'II.A', 'Approval length', 12),
        ('I.C.2', null, 'I.C', 'Off-label policy', 2);

create table audit.cases as
with drawn as (
    select i,
        (hash(i) % 97)::bigint as h,
        'PA' || lpad(i::varchar, 7, '0') as pa_id,
        ['MEDICAID', 'HIM', 'COMMERCIAL'][1 + i % 3] as line_of_business,
        ['I.A', 'I.A', 'I.B', 'II.A', 'II.A', 'I.C', 'III.B', null, 'I.A'][1 + i % 9] as pathway,
        ['APPROVED', 'APPROVED', 'DENIED', 'APPROVED', 'PENDED'][1 + (hash(i + 7) % 5)::bigint] as decision,
        date '2020-05-01' + (i % 900)::int as reference_date
    from range(getvariable('cases')) r(i)
), judged as (
    select *, case
        when reference_date < date '2020-08-01' then 'no_policy_version'
        when pathway = 'I.C' then 'refer'
        when pathway = 'III.B' then 'not_authorized'
        when pathway is null then 'not_documented'
        else ['criteria_met', 'criteria_not_met', 'not_documented'][1 + h % 3] end as determination
    from drawn
)
select pa_id, 'M-SECRET-' || i as member_id, line_of_business, pathway, decision, reference_date, determination,
    if(pathway like 'II%', 'CONTINUATION', 'INITIAL') as request_type,
    if(decision in ('APPROVED', 'DENIED'), reference_date + 5, null) as decided_date,
    if(determination = 'no_policy_version', null, if(reference_date < date '2021-08-01', '2020-08', '2021-08'))
        as policy_version,
    case
        when determination = 'no_policy_version' then 'not_audited'
        when decision = 'PENDED' then 'not_decided'
        when determination = 'refer' then 'referred'
        when decision = 'DENIED' then if(determination = 'criteria_met', 'unsupported_denial', 'compliant_denial')
        else map {'criteria_met': 'compliant_approval', 'criteria_not_met': 'unsupported_approval',
            'not_documented': 'undocumented_approval', 'not_authorized': 'unauthorized_approval'}[determination]
    end as outcome,
    cast(18.5 + h / 10 as decimal(15, 6)) as case_weight_kg,
    cast(0.04 + h / 1000 as decimal(12, 4)) as dose_mg_per_kg,
    if(h = 5, null, h > 80) as requested_over_dose,
    if(decision = 'APPROVED', reference_date + 5, null) as auth_start_date,
    if(decision = 'APPROVED', reference_date + 300 + h::int, null) as auth_end_date,
    if(decision = 'APPROVED', reference_date + 370, null) as allowed_through
from judged;

create table audit.pa_requests as
    select pa_id, cast(dose_mg_per_kg * case_weight_kg as decimal(15, 6)) as dose_mg, 2 as doses_per_day
    from audit.cases;

create table audit.criteria as
    select pa_id, clause, parent,
        ['met', 'met', 'met', 'not_met', 'not_documented', 'not_applicable'][1 + (hash(pa_id || clause) % 6)::bigint] as status
    from audit.cases join audit.clauses using (pathway)
    where determination <> 'no_policy_version' and not ends_with(clause, '.duration')
    union all
    select pa_id, pathway || '.duration', null,
        if(line_of_business = 'COMMERCIAL' and hash(pa_id) % 4 = 0, 'not_documented',
            if(auth_end_date > allowed_through, 'not_met', 'met'))
    from audit.cases
    where decision = 'APPROVED' and pathway in ('I.A', 'I.B', 'II.A') and determination <> 'no_policy_version';

create table audit.readings as
select 'R' || i as reading, i as "position", 'one_way' as in_force, 'another_way' as alternative,
    if(i = 3, (select count(*) from audit.cases where pa_id like '%7'), 0) as cases,
    if(i = 8, 12, 0) as dispensings, 0 as episodes
from range(1, 15) r(i);

create table audit.reading_sensitivity as
select 'R3' as reading, 'one_way' as in_force, 'another_way' as alternative, 'case' as subject, pa_id, member_id,
    null::date as service_date, 'outcome' as changed, outcome as before, 'not_audited' as after
from audit.cases where pa_id like '%7'
union all
select 'R8', 'one_way', 'another_way', 'dispensing', null, 'M' || i, date '2022-01-01' + i::int, 'status',
    'within_limit', 'not_documented'
from range(12) r(i) where getvariable('cases') > 0;

create table audit.what_would_settle as
select pa_id, pathway, pathway || '.2' as clause, 'missing:dose_mg' as ask, 1 as asks
from audit.cases where outcome = 'undocumented_approval';

create table audit.findings as
    select 'requested_over_dose' as kind, 'high' as severity, pa_id, 'open' as state,
        if(hash(pa_id) % 3 = 0, 'CONFIRMED', null) as disposition,
        if(hash(pa_id) % 3 = 0, if(hash(pa_id) % 2 = 0, 'stands', 'facts changed'), null) as disposition_state
    from audit.cases where requested_over_dose
    union all values
        ('billed_under_both_benefits', 'medium', null, 'open', 'PENDING', 'stands'),
        ('billed_under_both_benefits', 'medium', null, 'resolved', 'DISMISSED', 'stands');

create table audit.files (run_id int, source_file varchar, sha256 varchar, extract varchar, status varchar,
    reason varchar, rows_read bigint, rows_accepted bigint, rows_repeated bigint, rows_quarantined bigint);
insert into audit.files values
    (1, 'members.csv', sha256('0'), 'members', 'read', null, 90, 90, 0, 0),
    (2, 'members.csv', sha256('1'), 'members', 'read', null, 120, 118, 0, 2),
    (2, 'pa_requests.parquet', sha256('2'), 'pa_requests', 'read', null, 3000, 2990, 7, 3),
    (2, '=cmd|''/c calc''!A1.csv', sha256('3'), 'pharmacy_claims', 'refused', 'missing_column:member_id', 0, 0, 0, 0);

create table audit.quarantine (run_id int, source_file varchar, row_number bigint, extract varchar,
    reasons varchar[], state varchar);
insert into audit.quarantine values
    (1, 'members.csv', 4, 'members', ['format'], 'rejected'),
    (2, 'members.csv', 7, 'members', ['format', 'required'], 'rejected'),
    (2, 'pa_requests.parquet', 9, 'pa_requests', ['unknown_member'], 'waiting'),
    (2, 'pa_requests.parquet', 11, 'pa_requests', ['unknown_member'], 'released');
