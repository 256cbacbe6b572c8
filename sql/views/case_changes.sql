-- Which cases did a later run see otherwise, and why? Grain: one row a case and run that changed its outcome or determination.
create or replace view audit.case_changes as
select pa_id, run_id, outcome_before, outcome_after, determination_before, determination_after, cause
from store.case_changes;

comment on view audit.case_changes is 'One row a case and run that changed what an earlier run had said of it.';
comment on column audit.case_changes.pa_id is 'The request.';
comment on column audit.case_changes.run_id is 'The run that changed it.';
comment on column audit.case_changes.outcome_before is 'Outcome in the run before; null where the request was not accepted then, but earlier.';
comment on column audit.case_changes.outcome_after is 'Outcome since this run; null where the request is no longer accepted.';
comment on column audit.case_changes.determination_before is 'What the policy said in the run before; null where the request was not accepted then, but earlier.';
comment on column audit.case_changes.determination_after is 'What the policy says since this run; null where the request is no longer accepted.';
comment on column audit.case_changes.cause is 'What changed: extracts with new, corrected, released or demoted rows of the case, or product, value_sets, configuration.';
