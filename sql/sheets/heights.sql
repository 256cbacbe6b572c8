-- How tall were these members, and when? Grain: sheet x measurement with a height. submitted: with this case's request;
-- without its age, or its SD score, a height is no complete one.
select a.place, g.measured_date, g.height_cm, g.height_sds, g.age_months,
    g.pa_id is not distinct from a.pa_id and g.pa_id is not null as submitted,
    date_diff('day', m.birth_date, g.measured_date) as age_days
from audit.growth_measurements g
join asked a using (member_id)
join audit.members m using (member_id)
where g.height_cm is not null
order by a.place, g.measured_date, g.measurement_id;
