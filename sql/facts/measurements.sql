-- The current measurements, in order. Grain: one row a measurement.
select
    e.member, m.measurement_id, m.pa_id, m.measured_date, m.height_cm, m.height_sds, m.age_months, m.weight_kg
from audit.growth_measurements as m
join evaluated as e using (member_id)
order by e.member, m.measured_date, m.measurement_id
