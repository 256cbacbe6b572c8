-- How long does a decision take, from receipt to decision, and how many of Medicaid's take at most 24 hours?
-- Grain: one row a line of business and type of request. Hours of local time between received_at and decided_at of
-- approved and denied requests, weekends and nights included; median and 90th percentile are interpolated, as on the page.
-- To change: 24 is the standard for Medicaid, on which the compliance page reports too; other lines have none here.
select
    line_of_business, request_type, count(*) as decided,
    quantile_cont(hours, 0.5)::decimal(9, 1) as median_hours,
    quantile_cont(hours, 0.9)::decimal(9, 1) as nine_in_ten_within,
    if(line_of_business = 'MEDICAID', count(*) filter (hours <= 24), null) as within_24_hours
from (
    select *, epoch(decided_at - received_at) / 3600 as hours
    from audit.pa_requests
    where decision in ('APPROVED', 'DENIED')
)
group by line_of_business, request_type
order by line_of_business, request_type;
