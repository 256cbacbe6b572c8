-- How long did the plan take from receipt to decision, and how often longer than the 24 hours that Medicaid allows?
-- Grain: line of business (or ALL), zeros included. Hours of local time; median and 90th percentile are interpolated.
-- not_decided: pended or withdrawn, in no figure of hours. Only Medicaid has a limit; pended_past_limit: received more than
-- 24 hours before the day of the audit began, and still pended.
from turnarounds
order by line_of_business;
