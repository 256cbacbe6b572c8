-- Did early refills add up to more than the limit? Grain: one row an episode: a run of fills, long enough to tell.
create or replace view audit.episodes as
select
    member_id, first_date, last_date, dispensings, mg, limit_mg, vial_limit_mg, dose_mg_per_kg, status, reason,
    paid_amount, excess_mg, excess_amount
from store.episodes;

comment on view audit.episodes is 'One row a run of a member''s dispensings with at most {limits.EPISODE_GAP_DAYS} days between supply and the next, at least {limits.EPISODE_DISPENSINGS} of them over at least {limits.EPISODE_DAYS} days.';
comment on column audit.episodes.member_id is 'The member.';
comment on column audit.episodes.first_date is 'First dispensing.';
comment on column audit.episodes.last_date is 'Last dispensing.';
comment on column audit.episodes.dispensings is 'How many.';
comment on column audit.episodes.mg is 'Milligrams dispensed before the last one; null when one is unknown.';
comment on column audit.episodes.limit_mg is 'Sum over the intervals of {day_limit} mg/kg a day x weight at its start x its days.';
comment on column audit.episodes.vial_limit_mg is 'Milligrams in whole vials for the doses of each interval, summed; null for a drug that does not come in vials.';
comment on column audit.episodes.dose_mg_per_kg is 'mg per kg and administration, {limits.DOSES_PER_DAY} a day, four decimals, for show only.';
comment on column audit.episodes.status is 'within_limit, vial_rounding, over_dose or not_documented.';
comment on column audit.episodes.reason is 'Why not_documented: unit, missing:…, stale:weight.';
comment on column audit.episodes.paid_amount is 'Plan-paid dollars of the dispensings before the last; a claim that does not say what was paid adds nothing.';
comment on column audit.episodes.excess_mg is 'Milligrams above what is allowed: above both limits, or above limit_mg alone where every milligram counts (audit.readings).';
comment on column audit.episodes.excess_amount is 'paid x excess mg / mg, dollars.';
