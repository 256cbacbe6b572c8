-- Which findings are open, which are new or resolved since the run before, and how many paid dollars do they put in question?
-- Grain: severity x kind that occurs, the gravest and dearest first. open_findings: those that no reviewer has dismissed
-- and no money came back for; settled_findings: the others that the facts still raise. Dollars are of the open ones, as in
-- audit.amounts_at_risk: amount_at_risk counts each claim once within the kind; first_counted_here only claims that no
-- row above counts, so that its sum counts every claim once, and of high and medium severity is what audit.recovery sums
-- to. net_paid_amount, the same in every row: all that was paid for the drug.
with counted as (
    select severity, kind,
        count(*) filter (state = 'open' and not settled) as open_findings,
        count(*) filter (state = 'open' and settled) as settled_findings,
        count(*) filter (state = 'open' and not settled and first_seen_run = getvariable('run_id')) as new_findings,
        count(*) filter (resolved_run = getvariable('run_id')) as resolved_findings
    from audit.findings
    group by severity, kind
), dollars as (
    select severity, kind, sum(paid_amount) as amount_at_risk
    from kinds join dollars_at_risk on bits & bit <> 0
    group by severity, kind
), ranked as (
    select *, row_number() over (
        order by array_position(['high', 'medium', 'advisory'], severity), amount_at_risk desc nulls last,
            open_findings desc, kind
    ) as place
    from counted join kinds using (severity, kind) left join dollars using (severity, kind)
    where open_findings + settled_findings + resolved_findings > 0
), firsts as (
    select place, sum(paid_amount) as first_counted_here
    from (
        select bits, any_value(paid_amount) as paid_amount, min(place) as place
        from dollars_at_risk join ranked on bits & bit <> 0
        group by bits
    )
    group by place
)
select severity, kind, open_findings, settled_findings, new_findings, resolved_findings, amount_at_risk,
    if(amount_at_risk is null, null, ifnull(first_counted_here, 0)) as first_counted_here,
    (select sum(paid_amount) from audit.dispensings) as net_paid_amount
from ranked left join firsts using (place)
order by place;
