-- What did the last run say of the cases that this one judges anew? Grain: one row a case.
create or replace temp table judged_before as
select pa_id, member_id, outcome, determination from store.cases where member_id in (from touched)
