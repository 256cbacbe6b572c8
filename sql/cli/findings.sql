-- What was found about a case, for `pa-audit explain`. Grain: finding that names the case, rests on a claim of a day
-- that the case covers, or on a day of its member that no case covers; open ones first, the gravest of them on top.
with of_case as (
    select member_id, pa_id from audit.cases where pa_id = $pa_id
), covered as (
    select list(distinct case source when 'pharmacy' then 'rx:' else 'med:' end || claim_id) as claims
    from audit.net_paid_claims
    where drug = (select drug from audit.policy) and member_id = (select member_id from of_case)
        and service_date in (from (select service_date from audit.dispensings where pa_id = $pa_id))
)
select state, severity, kind, summary, claim_ids, amount_at_risk, excess_amount,
    pa_id is not null and service_date is null as of_span,
    disposition, disposition_state, disposition_reason, reviewer, disposition_date
from audit.findings
where member_id = (select member_id from of_case)
    and (
        pa_id = $pa_id
        or kind = 'claim_without_authorization'
        or (pa_id is null and list_has_any(claim_ids, (select claims from covered)))
    )
order by state, array_position(['high', 'medium', 'advisory'], severity), kind, service_date, finding_id;
