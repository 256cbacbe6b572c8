-- What is known of one member, in order of the days?
-- Grain: one row an event: a request, a measurement, a dispensing or a finding with a date.
-- To change: the member in the first lines.
with member as (
    select 'M00000028' as member_id
)
select reference_date as day, 'request' as event, pa_id || ' ' || decision || ', ' || outcome as what
from audit.cases semi join member using (member_id)
union all
select measured_date, 'measurement', concat_ws(
    ', ', height_cm::decimal(5, 1) || ' cm', height_sds::decimal(5, 2) || ' SDS', weight_kg::decimal(5, 1) || ' kg'
)
from audit.growth_measurements semi join member using (member_id)
union all
select service_date, 'dispensing', concat_ws(', ', mg::decimal(18, 1) || ' mg', days || ' days', status)
from audit.dispensings semi join member using (member_id)
union all
select service_date, 'finding', severity || ' ' || kind || if(settled, ', settled', '')
from audit.findings semi join member using (member_id)
where service_date is not null and state = 'open'
order by day, event, what;
