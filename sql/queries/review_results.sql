-- What have reviewers decided, and do those decisions still rest on today's facts?
-- Grain: one row a disposition and kind, of findings of high severity, resolved ones too; at_risk adds up per finding, so a
-- claim can count under several.
-- To change: add reviewer to both lists.
select
    ifnull(disposition, 'none yet') as decided, kind, count(*) as findings,
    count(*) filter (disposition_state = 'facts changed') as facts_changed, sum(amount_at_risk) as at_risk
from audit.findings
where severity = 'high'
group by decided, kind
order by decided, findings desc, kind;
