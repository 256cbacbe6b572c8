-- What did the pictured members weigh when they were measured? Grain: measurement with a weight.
select p.place, g.measured_date as weight_date, g.weight_kg
from pictured p join audit.growth_measurements g using (member_id)
where g.weight_kg is not null
order by p.place, g.measured_date, g.measurement_id;
