-- What are the facts of the cases that have a sheet? Grain: sheet; of a member without a case only the member's.
select a.place, a.pa_id, a.member_id, c.* exclude (pa_id, member_id), r.state, r.received_at, r.decided_at, r.dose_mg,
    r.doses_per_day, r.authorized_quantity_mg, m.sex,
    ifnull(least(c.auth_end_date, c.reference_date + 365), c.reference_date) as around
from asked a
join audit.members m using (member_id)
left join audit.cases c using (pa_id)
left join audit.pa_requests r using (pa_id)
order by a.place;
