-- Over which runs of fills did early refills add up to more than the limit and whole vials explain?
-- Grain: episode above both limits; mg is what was dispensed before the last fill. over_dose_fills: dispensings before
-- the last that are above by themselves (0: each looked right), implausible_fills: those where an error is likelier.
select
    e.member_id, e.first_date, e.last_date, e.dispensings,
    count(a.service_date) as over_dose_fills,
    count(a.service_date) filter (a.reason = 'implausible') as implausible_fills,
    e.mg, e.limit_mg, e.vial_limit_mg, e.dose_mg_per_kg, e.excess_mg, e.paid_amount, e.excess_amount,
    f.disposition, f.disposition_state
from audit.episodes e left join above a
    on a.member_id = e.member_id and a.service_date >= e.first_date and a.service_date < e.last_date
left join audit.findings f
    on f.member_id = e.member_id and f.service_date = e.first_date and f.kind = 'sustained_over_dose' and f.state = 'open'
where e.status = 'over_dose'
group by all
order by e.member_id, e.first_date;
