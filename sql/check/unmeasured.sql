-- How many current measurements measure nothing?
select count(*) from audit.growth_measurements
where height_cm is null and height_sds is null and weight_kg is null
