-- What reviewers decided on the units of one sample, clauses in the policy's order. One row a unit, reviewer and item
-- decided, or given an amount without a decision. Takes the variable sample_id.
select r.unit::bigint as unit, r.reviewer, r.item, r.decision, r.audited_amount, r.error_category, r.comment
from audit.reviews as r
left join audit.clauses as k on k.clause = r.item
where r.sample_id = getvariable('sample_id') and (r.decision is not null or r.audited_amount is not null)
order by r.unit, r.reviewer, k."position" nulls first, r.item
