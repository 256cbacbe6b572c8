-- What is most often missing from a submission, and was it approved all the same?
-- Grain: one row a missing fact; cases are counted once for each fact that some clause lacked.
-- To change: add `and pathway = 'I.A'` to look at one section of the policy.
select
    replace(reason, 'missing:', '') as missing,
    count(distinct pa_id) as cases,
    count(distinct pa_id) filter (decision = 'APPROVED') as approved
from audit.criteria join audit.cases using (pa_id)
where status = 'not_documented' and reason like 'missing:%'
group by missing
order by cases desc, missing;
