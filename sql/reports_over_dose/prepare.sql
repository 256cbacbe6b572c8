-- Which dispensings are above both limits, and are they likelier an error than a dose? Asked once here for several.
-- Grain: dispensing above both limits. reason is that of its finding: excess or implausible.
create temp table above as
select d.* exclude (reason), f.reason, f.disposition, f.disposition_state, ifnull(f.settled, false) as settled
from audit.dispensings d
left join (
    select member_id, service_date, reason, disposition, disposition_state, settled
    from audit.findings where kind = 'over_dose' and state = 'open'
) f using (member_id, service_date)
where d.status = 'over_dose';

-- rounded, grain: dispensing above the limit that whole vials explain. A view: they may be very many.
create temp view rounded as
select
    member_id, service_date, pa_id, mg, days, weight_kg, weight_date, weight_age_days, dose_mg_per_kg,
    limit_mg, vial_limit_mg, mg - limit_mg as above_limit_mg, paid_amount,
    cast(paid_amount * (mg - limit_mg) / mg as decimal(18, 2)) as above_limit_amount, break_even_weight_kg
from audit.dispensings
where status = 'vial_rounding';
