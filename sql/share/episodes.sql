-- Did fills add up to more than the limit? Grain: episode, without its figures.
select member_id, status, first_date
from audit.episodes
order by member_id, first_date;
