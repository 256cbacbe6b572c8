-- Which policy is audited, and of which drug? Grain: one row a publication.
create or replace view audit.policy as
select
    '{policy}' as policy, '{drug}' as drug, {dose_limit} as dose_limit_mg_per_kg,
    {day_limit} as day_limit_mg_per_kg, {limits.MAX_AGE}::integer as age_limit_years;

comment on view audit.policy is 'One row: the policy that everything here is judged by.';
comment on column audit.policy.policy is 'Its number; the versions in force are in audit.runs.';
comment on column audit.policy.dose_limit_mg_per_kg is 'The most that a dose may be, in mg/kg.';
comment on column audit.policy.day_limit_mg_per_kg is 'The most that the doses of a day may be together, in mg/kg.';
comment on column audit.policy.age_limit_years is 'The birthday from which on a member is too old.';
comment on column audit.policy.drug is 'The value set of its drug''s codes: dispensings, episodes and dollars are of net paid claims of this drug.';
