-- Versions of {extract} whose state may have to change: all that wait, or break a rule beyond the row.
-- One row a version.
create or replace temp table concerned as
select * from tested where version_state = 'waiting' or before_birth or future_date or unknown;
