-- How does the run read each ambiguous phrase of the policy? Grain: reading.
select reading, in_force
from audit.readings
order by position;
