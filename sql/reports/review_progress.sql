-- How far have reviewers come with the open findings?
-- Grain: severity x disposition x its state that occurs; disposition is empty where nobody has decided. facts changed:
-- decided on other facts than the finding now has, so to be looked at again.
select severity, disposition, disposition_state, count(*) as findings
from audit.findings
where state = 'open'
group by severity, disposition, disposition_state
order by array_position(['high', 'medium', 'advisory'], severity), disposition nulls first, disposition_state;
