-- How does the run read each ambiguous phrase of the policy? Grain: reading.
select reading, in_force
from store.readings -- audit.readings counts what hangs on each as well, a quarter of a second at a million cases
order by "position";
