-- How long does a decision take, from receipt to decision?
-- Grain: one row a line of business and type of request; hours between the two times, decided requests only.
-- To change: 24 is the hours that Medicaid allows; for other lines put the standard that applies to you.
select
    line_of_business, request_type, count(*) as decided,
    median(hours)::decimal(9, 1) as median_hours,
    quantile_cont(hours, 0.9)::decimal(9, 1) as nine_in_ten_within,
    count(*) filter (hours <= 24) as within_24_hours
from (
    select *, epoch(decided_at - received_at) / 3600 as hours
    from audit.pa_requests
    where decided_at is not null
)
group by line_of_business, request_type
order by line_of_business, request_type;
