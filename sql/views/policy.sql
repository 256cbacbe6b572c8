-- Which policy is audited, and of which drug? Grain: one row a publication.
create or replace view audit.policy as
select '{policy}' as policy, '{drug}' as drug;

comment on view audit.policy is 'One row: the policy that everything here is judged by.';
comment on column audit.policy.policy is 'Its number; the versions in force are in audit.runs.';
comment on column audit.policy.drug is 'The value set of its drug''s codes: dispensings, episodes and dollars are of net paid claims of this drug.';
