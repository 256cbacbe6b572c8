-- How is each ambiguous phrase of the policy read, and how many results would its other reading change?
-- Grain: reading.
select reading, in_force, alternative, cases, dispensings, episodes
from audit.readings
order by "position";
