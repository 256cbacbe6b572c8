-- What of a case would come out otherwise under another reading, that one alone, for `pa-audit explain`? Grain: reading x
-- what changes.
select reading, changed, before, after
from audit.reading_sensitivity
where subject = 'case' and pa_id = $pa_id
order by length(reading), reading, changed;
