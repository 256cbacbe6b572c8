-- What was dispensed to the pictured members? Grain: dispensing.
select
    p.place, d.service_date, d.mg, d.days, d.weight_kg, d.weight_date, d.dose_mg_per_kg, d.status,
    ifnull(d.reason, a.reason) as reason, d.excess_mg
from pictured p join audit.dispensings d using (member_id) left join above a using (member_id, service_date)
order by p.place, d.service_date;
