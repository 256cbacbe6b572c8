-- Did fills add up to more than the limit? Grain: episode.
select member_id, status, first_date, last_date, dispensings, mg, dose_mg_per_kg
from audit.episodes
order by member_id, first_date;
