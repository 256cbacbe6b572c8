-- Whose requests are most often approved against the policy or above the dose limit?
-- Grain: one row a prescriber with at least 3 requests; NPI as on the request.
-- To change: the 3, or `r.consult_taxonomy` for the prescriber.
select
    r.prescriber_npi, count(*) as requests,
    count(*) filter (c.outcome in ('unsupported_approval', 'unauthorized_approval')) as approved_against_policy,
    count(*) filter (c.requested_over_dose) as over_dose
from audit.cases as c join audit.pa_requests as r using (pa_id)
where r.prescriber_npi is not null
group by r.prescriber_npi
having count(*) >= 3
order by approved_against_policy desc, over_dose desc, requests desc, r.prescriber_npi
limit 20;
