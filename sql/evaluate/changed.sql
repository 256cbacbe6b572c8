-- Which versions of {extract} became or ceased to be current in this run? One row a version.
create or replace temp view changed_{extract} as
select * from store.{extract} where run_id = getvariable('run_id') and version_state = 'current'
union all
select v.* from store.{extract} as v semi join (from store.settled where extract = '{extract}') using (file_id, row_number)
