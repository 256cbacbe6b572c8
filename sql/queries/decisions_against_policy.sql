-- How do the plan's decisions stand against its policy, in each line of business?
-- Grain: one row a line of business and outcome; share is of the line's requests.
-- To change: take another column of audit.cases for line_of_business, such as pathway or request_type.
select
    line_of_business, outcome, count(*) as cases,
    (count(*) / sum(count(*)) over (partition by line_of_business))::decimal(5, 4) as share
from audit.cases
group by line_of_business, outcome
order by line_of_business, cases desc, outcome;
