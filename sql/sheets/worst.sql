-- Which open findings are to be looked at first, and which case shows them? Grain: finding, the worst not settled ones.
-- A finding that names no request, or one that no extract has brought, is shown with the case that covers its day, else
-- with the member's latest one by then, else the first; case_id is empty for members without any. file is stable, and tells
-- nobody who the patient is.
with worst as (
    select finding_id, severity, kind, reason, pa_id, member_id, service_date, amount_at_risk, summary, disposition,
        disposition_state
    from audit.findings
    where state = 'open' and not settled and first_seen_run >= getvariable('since_run')
    order by array_position(['high', 'medium', 'advisory'], severity), amount_at_risk desc nulls last, finding_id
    limit getvariable('sheets')
), shown_with as (
    select w.finding_id, c.pa_id
    from worst w join audit.cases c using (member_id)
    left join audit.dispensings d on d.member_id = w.member_id and d.service_date = w.service_date
    where w.pa_id is null or w.pa_id not in (select pa_id from audit.cases)
    qualify 1 = row_number() over (
        partition by w.finding_id
        order by c.pa_id = d.pa_id desc nulls last,
            c.reference_date <= w.service_date desc nulls last,
            abs(date_diff('day', c.reference_date, w.service_date)), c.pa_id
    )
)
select w.*, ifnull(named.pa_id, s.pa_id) as case_id,
    left(sha256(ifnull('case ' || case_id, 'member ' || w.member_id)), 16) || '.html' as file
from worst w
left join audit.cases named on named.pa_id = w.pa_id
left join shown_with s using (finding_id)
order by array_position(['high', 'medium', 'advisory'], severity), amount_at_risk desc nulls last, finding_id;
