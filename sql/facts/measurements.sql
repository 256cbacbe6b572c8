-- The current measurements that were submitted with a case, of one shard of members. Grain: one row a measurement.
select measurement_id, member_id, pa_id, measured_date, height_cm, height_sds, age_months, weight_kg
from audit.growth_measurements
where pa_id is not null and hash(member_id) % $shards = $shard
