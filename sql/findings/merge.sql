-- This run's findings into their history, by id: new ones open, known ones keep when they were first seen, and those of
-- the members evaluated that the facts no longer raise are resolved. What did not change is not rewritten.
-- That no two of tonight share an id is asked here: an index that says so of all nights costs a third of the whole merge.
-- What was first seen in this run is as it was found: only older ones are compared, which on a first night are none.
-- `not in` keeps the rows in their order, which an anti join may not and which sorting doubles the cost of.
select error('two findings of one id') from current_findings group by finding_id having count(*) > 1;

insert into store.findings by name
select *, 'open' as state, getvariable('run_id') as first_seen_run
from current_findings
where finding_id not in (select finding_id from store.findings);

update store.findings as f
set severity = c.severity, reason = c.reason, pa_id = c.pa_id, member_id = c.member_id, claim_ids = c.claim_ids,
    amount_at_risk = c.amount_at_risk, excess_amount = c.excess_amount, summary = c.summary,
    facts_sha256 = c.facts_sha256, state = 'open', last_seen_run = null, resolved_run = null, changed_run = getvariable('run_id')
from current_findings as c
where f.first_seen_run < getvariable('run_id') and c.finding_id = f.finding_id
    and (c.facts_sha256 <> f.facts_sha256 or c.summary <> f.summary or f.state = 'resolved');

update store.findings as f
set state = 'resolved', resolved_run = getvariable('run_id'), last_seen_run = (select max(run_id) from store.runs where run_id < getvariable('run_id'))
where f.first_seen_run < getvariable('run_id') and f.state = 'open' and f.member_id in (from touched)
    and not exists (from current_findings as c where c.finding_id = f.finding_id);
