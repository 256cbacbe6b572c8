-- Was more dispensed than the dose limit explains? Grain: one row a member and service date.
create or replace view audit.dispensings as
select
    member_id, service_date, mg, days, weight_kg, weight_date, weight_age_days, dose_mg_per_kg, limit_mg, vial_limit_mg,
    break_even_weight_kg, status, reason, paid_amount, excess_mg, excess_amount, pa_id
from store.dispensings;

comment on view audit.dispensings is 'One row a member and service date: the day''s net paid claims of the drug against the dose limit. Claims prove excess supply, not the dose given.';
comment on column audit.dispensings.member_id is 'The member.';
comment on column audit.dispensings.service_date is 'The day.';
comment on column audit.dispensings.mg is 'Milligrams of the day''s net paid claims; null when one has no usable quantity.';
comment on column audit.dispensings.days is 'Longest days of supply among them; without any, as the policy is read (audit.readings).';
comment on column audit.dispensings.weight_kg is 'The member''s latest weight on or before the day.';
comment on column audit.dispensings.weight_date is 'The day of that weight.';
comment on column audit.dispensings.weight_age_days is 'Its age in days; one older than the policy lets count is stale (audit.readings).';
comment on column audit.dispensings.dose_mg_per_kg is 'mg per kg and administration, {limits.DOSES_PER_DAY} a day, four decimals, for show only.';
comment on column audit.dispensings.limit_mg is '{day_limit} mg/kg a day x weight x days.';
comment on column audit.dispensings.vial_limit_mg is 'Milligrams in the whole vials that doses at the limit take; null for a drug that does not come in vials.';
comment on column audit.dispensings.break_even_weight_kg is 'Weight from which the dispensing would be within the limit, rounded up.';
comment on column audit.dispensings.status is 'within_limit, vial_rounding (whole vials explain it), over_dose or not_documented.';
comment on column audit.dispensings.reason is 'Why not_documented: unit, missing:…, stale:weight.';
comment on column audit.dispensings.paid_amount is 'Plan-paid dollars of the day''s claims; one that does not say what was paid adds nothing.';
comment on column audit.dispensings.excess_mg is 'Milligrams above what is allowed: above both limits, or above limit_mg alone where every milligram counts (audit.readings).';
comment on column audit.dispensings.excess_amount is 'paid x excess mg / mg, dollars.';
comment on column audit.dispensings.pa_id is 'The approved request that covers the day, the latest if several do.';
