-- What was authorized for the pictured members? Grain: approved case with a first and a last covered day.
select p.place, c.pa_id, c.auth_start_date, c.auth_end_date, c.dose_mg_per_kg, c.requested_over_dose
from audit.cases c join pictured p using (member_id)
where c.decision = 'APPROVED' and c.auth_start_date <= c.auth_end_date
order by p.place, c.auth_start_date, c.pa_id;
