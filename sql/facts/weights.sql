-- Every weight of a shard's members that has a date, from measurements and from requests. Grain: one row a source.
select member_id, measured_date as weight_date, true as measured, measurement_id as weight_id, weight_kg
from audit.growth_measurements
where weight_kg is not null and member_id in (from shard)
union all by name
select
    member_id, case when weight_date is null then received_at::date else weight_date end as weight_date,
    false as measured, pa_id as weight_id, weight_kg
from audit.pa_requests
where weight_kg is not null and member_id in (from shard)
