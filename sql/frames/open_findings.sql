-- Open findings of one kind that put dollars at risk and that no reviewer has settled, with these dollars.
select finding_id as unit_id, amount_at_risk as amount, pa_id, member_id, service_date, claim_ids, summary
from audit.findings
where state = 'open' and not settled and kind = '{kind}' and amount_at_risk is not null
