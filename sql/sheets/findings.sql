-- What was found about these cases and about their members' claims? Grain: sheet x finding, open ones first, settled
-- ones after the others, the worst on top. Findings of the member's other requests are on those requests' sheets.
select a.place, f.state, f.severity, f.kind, f.summary, f.claim_ids, f.amount_at_risk, f.disposition,
    f.disposition_state
from audit.findings f join asked a using (member_id)
where f.pa_id = a.pa_id or f.pa_id is null
order by a.place, f.state, f.settled, array_position(['high', 'medium', 'advisory'], f.severity),
    f.amount_at_risk desc nulls last, f.finding_id;
