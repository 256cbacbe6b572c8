-- Which versions of {extract} became or ceased to be current in this run? Their ids. Grain: one row a version.
create or replace temp {kind} changed_{extract} as
select columns('_id$') from (
    from store.{extract} where run_id = getvariable('run_id') and version_state = 'current'
    union all
    from store.{extract} semi join (from store.settled where extract = '{extract}') using (file_id, row_number)
)
