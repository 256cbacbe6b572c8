-- What should a reviewer look at? Grain: one row a finding, open ones and those resolved since.
create or replace view audit.findings as
select
    finding_id, kind, severity, reason, pa_id, member_id, measurement_id, claim_ids, service_date, amount_at_risk,
    excess_amount, summary, facts_sha256, state, first_seen_run,
    case state when 'open' then (select max(run_id) from store.runs) else last_seen_run end as last_seen_run,
    resolved_run, changed_run, null::varchar as disposition
from store.findings;

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
comment on column audit.findings.disposition is 'What a reviewer decided; not taken in yet.';
