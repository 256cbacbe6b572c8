-- What was found about these cases? Grain: sheet x finding that names its case, rests on a day that its case covers, or
-- on none that another case of the member covers; open ones first, settled ones after the others, the worst on top.
with days as (
    select a.place, d.pa_id = a.pa_id as own, if(n.source = 'pharmacy', 'rx:', 'med:') || n.claim_id as claim
    from audit.net_paid_claims n
    join audit.dispensings d using (member_id, service_date)
    join asked a using (member_id)
    where list_contains(getvariable('asked_members'), n.member_id) -- told apart before reversals are looked up
        and n.drug = (select drug from audit.policy) and d.pa_id is not null
), covered as (
    select place, ifnull(list(claim) filter (own), []) as own, ifnull(list(claim) filter (not own), []) as others
    from days
    group by place
)
select a.place, f.state, f.severity, f.kind, f.summary, f.claim_ids, f.amount_at_risk, f.excess_amount,
    f.pa_id is not null and f.service_date is null as of_span, f.settled,
    f.disposition, f.disposition_state, f.disposition_reason, f.reviewer, f.disposition_date
from audit.findings f
join asked a using (member_id)
left join covered c using (place)
where f.pa_id = a.pa_id
    or (f.pa_id is null
        and (list_has_any(f.claim_ids, c.own) or not ifnull(list_has_any(f.claim_ids, c.others), false)))
order by a.place, f.state, f.settled, array_position(['high', 'medium', 'advisory'], f.severity),
    f.amount_at_risk desc nulls last, f.finding_id;
