-- How do dispensings stand against the limit? Grain: member x service date. Figures stay behind: of mg, days and mg/kg
-- anybody could work out weights, and the statuses of what is suppressed.
select member_id, status, service_date
from audit.dispensings
order by member_id, service_date;
