-- What did the audit say of each clause? Read once here for all the reports, because audit.criteria unpacks every case.
-- clause_counts, grain: clause x line of business x decision x status that occurs.
create temp table clause_counts as
select clause, line_of_business, decision, status, count(*) as cases
from audit.criteria join audit.cases using (pa_id)
group by all;

-- listed_verdicts, grain: case x clause of those that the reports list one by one: the dose clause of requests above
-- the limit, and approval lengths that are not met.
create temp table listed_verdicts as
select pa_id, clause, status
from audit.criteria join audit.cases using (pa_id)
where (requested_over_dose and clause in ('I.A.10', 'I.B.10', 'II.A.5'))
    or (status = 'not_met' and clause in ('I.A.duration', 'I.B.duration', 'II.A.duration'));
