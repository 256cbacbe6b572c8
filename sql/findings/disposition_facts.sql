-- Which facts was each new disposition made on? Those that the reviewer names, else those of the finding when the
-- disposition arrived, also one that waits from then on for its date: asked before this run's findings are merged.
-- Grain: one row a version of a disposition.
insert into store.disposition_facts by name
select d.finding_id, d.run_id, ifnull(d.facts_sha256, f.facts_sha256) as facts_sha256
from store.dispositions as d
join store.findings as f using (finding_id)
anti join store.disposition_facts as known on known.finding_id = d.finding_id and known.run_id = d.run_id
where d.version_state in ('current', 'waiting');
