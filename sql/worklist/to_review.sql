-- Which open findings wait for a reviewer, the worst first? Grain: one row an open finding that nobody has decided, that
-- is pending, or that was decided on other facts. disposition, reason, reviewer and disposition_date are for the
-- reviewer to fill in, so they are always empty; `earlier` says what was decided before. finding is the kind, and ask_for
-- the list of things to ask for, before they are put into words; sheet is left for the file of the case's sheet.
with asked as (
    select pa_id, list(ask order by "position" nulls first, ask) as ask_for
    from audit.what_would_settle left join audit.clauses using (clause)
    where ask is not null
    group by pa_id
)
select
    f.severity, f.kind as finding, f.summary, a.ask_for, null::varchar as sheet, f.amount_at_risk, f.excess_amount,
    null::varchar as disposition, null::varchar as reason, null::varchar as reviewer, null::date as disposition_date,
    f.pa_id, f.member_id, f.service_date, f.measurement_id, array_to_string(f.claim_ids, ' ') as claims,
    r.as_of as first_seen,
    f.disposition || if(f.disposition_state = 'stands', '', ' (' || f.disposition_state || ')') || ' by ' || f.reviewer
        || ' on ' || f.disposition_date || ifnull(': ' || f.disposition_reason, '') as earlier,
    f.kind, f.finding_id, f.facts_sha256
from audit.findings as f
join audit.runs as r on r.run_id = f.first_seen_run
left join asked as a on a.pa_id = f.pa_id and f.kind = 'undocumented_approval'
where f.state = 'open'
    and (f.disposition is null or f.disposition = 'PENDING' or f.disposition_state = 'facts changed')
order by array_position(['high', 'medium', 'advisory'], f.severity), f.amount_at_risk desc nulls last, f.finding_id;
