-- Which members with an authorization reach the policy's age limit within a year of the audit, or have already?
-- Grain: one row a member; days is negative after the birthday. One of 29 February counts as 28 February here.
-- To change: 365 is the days to look ahead.
select
    member_id, (birth_date + to_years(age_limit_years))::date as too_old_on,
    date_diff('day', max(as_of), too_old_on) as days, max(auth_end_date) as last_covered_day
from audit.members
join audit.cases using (member_id)
cross join audit.policy
cross join (select max_by(as_of, run_id) as as_of from audit.runs)
where decision = 'APPROVED' and auth_end_date >= as_of
group by member_id, birth_date, age_limit_years
having days <= 365
order by days, member_id;
