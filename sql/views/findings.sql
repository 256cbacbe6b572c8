-- What should a reviewer look at? Grain: one row a finding, open ones and those resolved since.
create or replace view audit.findings as
with decided as (
    select
        d.finding_id, d.disposition, d.reason as disposition_reason, d.reviewer, d.disposition_date,
        f.facts_sha256 as decided_on
    from store.dispositions as d
    join store.disposition_facts as f using (finding_id, run_id)
    where d.version_state = 'current'
)
select
    f.finding_id, f.kind, f.severity, f.reason, f.pa_id, f.member_id, f.measurement_id, f.claim_ids, f.service_date,
    f.amount_at_risk, f.excess_amount, f.summary, f.facts_sha256, f.state, f.first_seen_run,
    case f.state when 'open' then (select max(run_id) from store.runs) else f.last_seen_run end as last_seen_run,
    f.resolved_run, f.changed_run, d.disposition,
    case when d.decided_on = f.facts_sha256 then 'stands' when d.decided_on <> f.facts_sha256 then 'facts changed'
    end as disposition_state,
    d.decided_on is not distinct from f.facts_sha256 and d.disposition in ('DISMISSED', 'RECOVERED') as settled,
    d.disposition_reason, d.reviewer, d.disposition_date
from store.findings as f
left join decided as d using (finding_id);

comment on view audit.findings is 'One row a finding: where a decision, a dose or a record does not fit the others.';
comment on column audit.findings.finding_id is 'Hash of kind and key: the same finding has the same id on every night.';
comment on column audit.findings.kind is 'What kind of finding.';
comment on column audit.findings.severity is 'high, medium or advisory.';
comment on column audit.findings.reason is 'Why, a token, where the kind has several.';
comment on column audit.findings.pa_id is 'The request it is about.';
comment on column audit.findings.member_id is 'The member.';
comment on column audit.findings.measurement_id is 'The measurement it is about.';
comment on column audit.findings.claim_ids is 'The claims it rests on, prefixed rx: or med:.';
comment on column audit.findings.service_date is 'The date in its key.';
comment on column audit.findings.amount_at_risk is 'Plan-paid dollars of the claims at risk, each once; over several findings count a claim once.';
comment on column audit.findings.excess_amount is 'Of a dose finding: paid x excess mg / mg, dollars.';
comment on column audit.findings.summary is 'The facts in a sentence.';
comment on column audit.findings.facts_sha256 is 'Hash of the facts: a disposition made on others shows as such.';
comment on column audit.findings.state is 'open, or resolved: the facts of a later run no longer raise it.';
comment on column audit.findings.first_seen_run is 'The run that raised it first.';
comment on column audit.findings.last_seen_run is 'The last run that raised it: the latest one while it is open.';
comment on column audit.findings.resolved_run is 'The run that no longer raised it.';
comment on column audit.findings.changed_run is 'The last run that raised it again or on other facts; null while it is as first seen.';
comment on column audit.findings.disposition is 'What a reviewer decided last: PENDING, CONFIRMED, DISMISSED, REFERRED, CORRECTED or RECOVERED; null: nobody yet.';
comment on column audit.findings.disposition_state is 'stands, or facts changed: it was decided on other facts than the finding now has.';
comment on column audit.findings.settled is 'A reviewer''s DISMISSED or RECOVERED stands: it puts nothing in question any more; a claim that another finding rests on stays at risk under that one.';
comment on column audit.findings.disposition_reason is 'Why, in the reviewer''s words.';
comment on column audit.findings.reviewer is 'Who decided.';
comment on column audit.findings.disposition_date is 'When it was decided.';
