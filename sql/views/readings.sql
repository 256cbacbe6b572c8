-- How is each ambiguous phrase of the policy read, and how much hangs on it? Grain: one row a reading.
create or replace view audit.readings as
select
    r.reading, r."position", r.in_force, r.alternative,
    count(distinct s.pa_id) as cases,
    count(*) filter (s.subject = 'dispensing') as dispensings,
    count(*) filter (s.subject = 'episode') as episodes
from store.readings as r left join store.reading_sensitivity as s using (reading)
group by r.reading, r."position", r.in_force, r.alternative;

comment on view audit.readings is 'One row an ambiguous phrase of the policy: how this run reads it, and how many results its other reading would change.';
comment on column audit.readings.reading is 'Its name.';
comment on column audit.readings."position" is 'Its number.';
comment on column audit.readings.in_force is 'How this run reads it.';
comment on column audit.readings.alternative is 'How else it can be read.';
comment on column audit.readings.cases is 'Cases of which the alternative would change anything.';
comment on column audit.readings.dispensings is 'Dispensings whose status it would change.';
comment on column audit.readings.episodes is 'Episodes whose status it would change, or that it would make or unmake.';
