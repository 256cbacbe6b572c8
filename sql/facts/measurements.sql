-- The current measurements of one shard of members. Grain: one row a measurement.
select measurement_id, member_id, pa_id, measured_date, height_cm, height_sds, age_months, weight_kg
from audit.growth_measurements
where member_id in (from shard)
