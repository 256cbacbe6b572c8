-- The current measurements of one shard of members, in order. Grain: one row a measurement.
select
    s.member, m.measurement_id, m.pa_id, m.measured_date, m.height_cm, m.height_sds, m.age_months, m.weight_kg
from audit.growth_measurements as m
join shard as s using (member_id)
order by s.member, m.measured_date, m.measurement_id
