-- Which requests are still without a decision, and for how many days by the day of the audit?
-- Grain: one row a pended request.
-- To change: add `and days > 14` to the where clause, with the days that apply to you.
select pa_id, line_of_business, request_type, received_at::date as received, date_diff('day', received, as_of) as days
from audit.pa_requests cross join (select max_by(as_of, run_id) as as_of from audit.runs)
where decision = 'PENDED'
order by days desc, pa_id;
