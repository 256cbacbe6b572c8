-- What was dispensed against the limit? Grain: member x service date.
select member_id, status, service_date, mg, days, dose_mg_per_kg
from audit.dispensings
order by member_id, service_date;
