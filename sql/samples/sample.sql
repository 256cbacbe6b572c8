-- The design of one sample. One row.
select s.*, r.policy, r.value_sets, r.config
from audit.samples as s left join audit.runs as r using (run_id)
where sample_id = $sample_id
