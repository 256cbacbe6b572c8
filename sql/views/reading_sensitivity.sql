-- What would come out otherwise under another reading of the policy? Grain: one row a reading, case, dispensing or episode, and what changes.
create or replace view audit.reading_sensitivity as
select
    reading, r.in_force, r.alternative, s.subject, s.pa_id, s.member_id, s.service_date, s.changed, s.before, s.after
from store.reading_sensitivity as s join store.readings as r using (reading);

comment on view audit.reading_sensitivity is 'One row a reading and thing said of a case, dispensing or episode that the other choice of this one reading would change.';
comment on column audit.reading_sensitivity.reading is 'The ambiguous phrase.';
comment on column audit.reading_sensitivity.in_force is 'How this run reads it.';
comment on column audit.reading_sensitivity.alternative is 'How else it can be read: `after` is what that would give, everything else left as it is.';
comment on column audit.reading_sensitivity.subject is 'case, dispensing or episode.';
comment on column audit.reading_sensitivity.pa_id is 'The case; null for dispensings and episodes.';
comment on column audit.reading_sensitivity.member_id is 'The member.';
comment on column audit.reading_sensitivity.service_date is 'The dispensing''s day, the episode''s first day; null for cases.';
comment on column audit.reading_sensitivity.changed is 'What would change: of a case its determination, outcome, policy_version, referral_policy, requested_over_dose or authorization_length; of the others their status.';
comment on column audit.reading_sensitivity.before is 'What is published; null where there is nothing (an episode that only the alternative has, a length that is not judged).';
comment on column audit.reading_sensitivity.after is 'What the alternative would give; null where there would be nothing.';
