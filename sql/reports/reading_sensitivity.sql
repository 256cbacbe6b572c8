-- From what to what would results change under the other reading of a phrase, that one alone?
-- Grain: reading x what changes x from x to. A case counts once for each thing said of it that changes; an empty from or
-- to: nothing is said there (no version, no length judged, no such episode).
select reading, alternative, subject, changed, before, after, count(*) as number
from audit.reading_sensitivity
group by all
order by any_value(cast(substr(reading, 2) as integer)), subject, changed, number desc, before, after;
