-- How long did the plan take from receipt to decision, and how often longer than the 24 hours that Medicaid allows?
-- Grain: line of business (or ALL), zeros included. Hours of local time; median and 90th percentile are interpolated.
-- not_decided: pended or withdrawn, in no figure of hours. Only Medicaid has a limit; pended_past_limit: received more than
-- 24 hours before the day of the audit began, and still pended.
with lines (line_of_business) as (
    values ('ALL'), ('COMMERCIAL'), ('HIM'), ('MEDICAID')
), requests as (
    select line_of_business, if(decision in ('APPROVED', 'DENIED'), epoch(decided_at - received_at), null) as seconds,
        decision = 'PENDED' and received_at < as_of - interval 24 hours as pended_late
    from audit.pa_requests cross join (select max_by(as_of, run_id) as as_of from audit.runs)
), counted as (
    select
        if(grouping(line_of_business) = 1, 'ALL', line_of_business) as line_of_business,
        count(seconds) as decided,
        count(*) - count(seconds) as not_decided,
        cast(quantile_cont(seconds, 0.5) / 3600 as decimal(12, 2)) as median_hours,
        cast(avg(seconds) / 3600 as decimal(12, 2)) as mean_hours,
        cast(quantile_cont(seconds, 0.9) / 3600 as decimal(12, 2)) as p90_hours,
        count(*) filter (seconds <= 24 * 3600) as within_24_hours,
        count(*) filter (pended_late) as pended_late
    from requests
    group by grouping sets ((line_of_business), ())
)
select line_of_business, ifnull(decided, 0) as decided, ifnull(not_decided, 0) as not_decided,
    median_hours, mean_hours, p90_hours,
    if(line_of_business = 'MEDICAID', 24, null) as limit_hours,
    if(line_of_business = 'MEDICAID', ifnull(within_24_hours, 0), null) as within_limit,
    if(line_of_business = 'MEDICAID', cast(within_24_hours / nullif(decided, 0) as decimal(7, 4)), null)
        as within_limit_rate,
    if(line_of_business = 'MEDICAID', ifnull(pended_late, 0), null) as pended_past_limit
from lines left join counted using (line_of_business)
order by line_of_business;
