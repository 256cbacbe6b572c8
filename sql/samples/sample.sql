-- The design of one sample, with what its run was made with. One row. Takes the variable sample_id.
select s.*, r.policy, r.value_sets, r.config
from audit.samples as s left join audit.runs as r using (run_id)
where sample_id = getvariable('sample_id')
