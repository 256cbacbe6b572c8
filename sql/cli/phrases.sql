-- How does the last run read each ambiguous phrase of the policy, for `pa-audit explain`? Grain: reading.
select reading, in_force
from audit.readings
order by position;
