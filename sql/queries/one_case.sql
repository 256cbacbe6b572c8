-- Why did one case come out as it did, clause by clause?
-- Grain: one row a clause of the case, in the policy's order; evidence is what was submitted.
-- To change: the case in the second line from below. `pa-audit explain` draws the same as a tree.
select clause, status, reason, evidence, title
from audit.criteria join audit.clauses using (clause)
where pa_id = 'PA00000071'
order by position;
