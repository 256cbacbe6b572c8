-- What was found about a case and about its member's claims, for `pa-audit explain`. Grain: finding, open ones first,
-- settled ones after the others, the gravest on top; those of the member's other requests are on those requests.
select f.state, f.severity, f.kind, f.summary, f.claim_ids, f.amount_at_risk, f.excess_amount,
    f.pa_id is not null and f.service_date is null as of_span, f.settled,
    f.disposition, f.disposition_state, f.disposition_reason, f.reviewer, f.disposition_date
from audit.findings as f join audit.cases as c using (member_id)
where c.pa_id = $pa_id and (f.pa_id = c.pa_id or f.pa_id is null)
order by f.state, f.settled, array_position(['high', 'medium', 'advisory'], f.severity), f.kind, f.service_date,
    f.finding_id;
