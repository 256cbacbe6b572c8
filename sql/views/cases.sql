-- What does the policy say of each request, and what did the plan decide? Grain: one row a case.
create or replace view audit.cases as
select
    c.pa_id, c.member_id, c.line_of_business, c.request_type, c.indication, c.reference_date,
    c.decision, c.decided_date, c.pathway, c.policy_version, c.determination, c.outcome, c.referral_policy,
    c.age_years, c.case_weight_kg, c.dose_mg_per_kg, c.requested_over_dose,
    c.auth_start_date, c.auth_end_date, c.allowed_through, c.amount_paid
from store.cases as c;

comment on view audit.cases is 'One row a prior-authorization request: the policy''s determination against the plan''s decision.';
comment on column audit.cases.pa_id is 'The request.';
comment on column audit.cases.member_id is 'Its member.';
comment on column audit.cases.line_of_business is 'MEDICAID, HIM (health insurance marketplace) or COMMERCIAL.';
comment on column audit.cases.request_type is 'INITIAL or CONTINUATION.';
comment on column audit.cases.indication is 'Indication as attested on the request.';
comment on column audit.cases.reference_date is 'Date of receipt: ages and windows count from it.';
comment on column audit.cases.decision is 'What the plan decided.';
comment on column audit.cases.decided_date is 'Date of the decision; null while undecided.';
comment on column audit.cases.pathway is 'Section of the policy that the request falls under.';
comment on column audit.cases.policy_version is 'Version in force on the decision date (receipt while undecided).';
comment on column audit.cases.determination is 'What the policy says: criteria_met, criteria_not_met, not_documented, refer, not_authorized, no_policy_version, state_provision.';
comment on column audit.cases.outcome is 'The determination against the decision.';
comment on column audit.cases.referral_policy is 'The policy that a referred use goes to.';
comment on column audit.cases.age_years is 'Completed years on the reference date.';
comment on column audit.cases.case_weight_kg is 'Weight on the request, else the latest measured one of the last {limits.WEIGHT_DAYS} days; kg.';
comment on column audit.cases.dose_mg_per_kg is 'Requested dose per administration over case weight, four decimals, for show only; mg/kg.';
comment on column audit.cases.requested_over_dose is 'Above {dose_limit} mg/kg a dose or {day_limit} mg/kg a day; null where the request does not tell.';
comment on column audit.cases.auth_start_date is 'First covered day.';
comment on column audit.cases.auth_end_date is 'Last covered day.';
comment on column audit.cases.allowed_through is 'Last day the approval duration allows; approved cases of pathways that state one.';
comment on column audit.cases.amount_paid is 'Plan-paid dollars of the member''s net paid claims of the drug within the authorized span; approved cases. A claim within two spans is in both: no sum over cases.';
