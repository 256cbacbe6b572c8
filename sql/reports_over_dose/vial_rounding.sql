-- Which dispensings are above the limit, but explained by whole vials?
-- Grain: dispensing of status vial_rounding. above_limit_amount: paid x above_limit_mg / mg.
from rounded
order by member_id, service_date;
