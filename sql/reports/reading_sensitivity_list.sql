-- Which cases, dispensings and episodes would change under the other reading of a phrase?
-- Grain: reading x case, dispensing or episode x what changes. A case is named by its request alone.
select
    reading, alternative, subject, pa_id, if(subject = 'case', null, member_id) as member_id, service_date,
    changed, before, after
from audit.reading_sensitivity
order by length(reading), reading, subject, pa_id, member_id, service_date, changed;
