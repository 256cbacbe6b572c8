-- Why did each case come out as it did, clause by clause? Grain: one row a case and clause.
-- Statuses and reasons are stored packed, one letter a clause; this unpacks them. Evidence is made only when asked for.
create or replace view audit.criteria as
with judged as (
    select c.pa_id, c.pathway, c.statuses, c.reasons, to_json(c) as derived, to_json(r) as submitted
    from store.cases as c
    join audit.pa_requests as r on r.pa_id = c.pa_id
    where c.statuses is not null
)
select
    j.pa_id,
    k.clause,
    k.parent,
    case substr(j.statuses, k."position", 1)
        when 'm' then 'met' when 'n' then 'not_met' when 'd' then 'not_documented' when 'x' then 'not_applicable'
    end as status,
    k.reasons[strpos('0123456789abcdefghijklmnopqrstuvwxyz', substr(j.reasons, k."position", 1))] as reason,
    to_json(map(k.facts, list_transform(k.facts, lambda f: coalesce(j.derived -> f, j.submitted -> f)))) as evidence
from judged as j
join store.clauses as k on k.pathway = j.pathway
where substr(j.statuses, k."position", 1) <> '-';

comment on view audit.criteria is 'One row a case and clause: its status, why, and the submitted values that decided it.';
comment on column audit.criteria.pa_id is 'The case.';
comment on column audit.criteria.clause is 'Number of the clause as in the policy, dotted; <pathway>.duration is the authorization length.';
comment on column audit.criteria.parent is 'The clause it is a part of; null for top-level ones and authorization lengths; which rows decide nothing, audit.clauses.role tells.';
comment on column audit.criteria.status is 'met, not_met, not_documented (the submission does not settle it) or not_applicable.';
comment on column audit.criteria.reason is 'Why, a token: value, parts, not_required, missing:<fact>, stale:<fact>, short_interval.';
comment on column audit.criteria.evidence is 'The submitted values that decided the clause, a JSON object.';
