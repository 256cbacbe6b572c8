-- How many requests ask for more than the limit, of how many that tell, and how many of them did the plan approve?
-- Grain: one row.
select
    count(*) as requests,
    count(requested_over_dose) as known,
    count(*) filter (requested_over_dose) as over_dose,
    count(*) filter (requested_over_dose and decision = 'APPROVED') as approved
from audit.cases;
