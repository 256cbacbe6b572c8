-- Of how many members would the other reading of a phrase change a result? Grain: reading.
select r.reading, r.in_force, r.alternative, count(distinct s.member_id) as members
from audit.readings as r left join audit.reading_sensitivity as s using (reading)
group by r."position", r.reading, r.in_force, r.alternative
order by r."position";
