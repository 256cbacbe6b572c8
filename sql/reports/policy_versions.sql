-- Which version of the policy judged how many cases, decided when?
-- Grain: policy version; empty for cases that none judges. Dates are those that choose the version: of the decision,
-- or of the receipt while undecided.
select policy_version, count(*) as cases,
    min(ifnull(decided_date, reference_date)) as first_date,
    max(ifnull(decided_date, reference_date)) as last_date
from audit.cases
group by policy_version
order by policy_version nulls last;
