-- Which requests were denied although every criterion is met, so that a member may be owed the drug?
-- Grain: one row a denied case.
-- To change: add `and line_of_business = 'MEDICAID'` for one line of business.
select pa_id, line_of_business, pathway, reference_date, decided_date, age_years
from audit.cases
where outcome = 'unsupported_denial'
order by decided_date, pa_id;
