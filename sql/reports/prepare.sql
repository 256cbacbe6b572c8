-- What do several of the reports' questions ask again? Answered once here.
-- clause_counts, grain: clause x line of business x decision x status that occurs. It is what audit.criteria says, counted
-- while the statuses are still packed: few patterns of them occur, however many the cases.
create temp table clause_counts as
with patterns as (
    select pathway, line_of_business, decision, statuses, count(*) as cases
    from store.cases
    where statuses is not null
    group by all
)
select k.clause, p.line_of_business, p.decision,
    case substr(p.statuses, k."position", 1)
        when 'm' then 'met' when 'n' then 'not_met' when 'd' then 'not_documented' when 'x' then 'not_applicable'
    end as status,
    sum(p.cases)::bigint as cases
from patterns p join audit.clauses k using (pathway)
where substr(p.statuses, k."position", 1) <> '-'
group by all;

-- outcomes, grain: outcome. Those of approvals are counted against the approvals that were judged, those of denials
-- against the denials, the rest against every case.
create temp table outcomes (outcome varchar, denominator_is varchar);
insert into outcomes values
    ('compliant_approval', 'approvals_judged'),
    ('undocumented_approval', 'approvals_judged'),
    ('unsupported_approval', 'approvals_judged'),
    ('unauthorized_approval', 'approvals_judged'),
    ('compliant_denial', 'denials_judged'),
    ('unsupported_denial', 'denials_judged'),
    ('referred', 'all_cases'),
    ('not_decided', 'all_cases'),
    ('not_audited', 'all_cases');

-- outcome_counts, grain: line of business x pathway x month of receipt x outcome that occurs.
create temp table outcome_counts as
select line_of_business, pathway, strftime(reference_date, '%Y-%m') as month, outcome, denominator_is, count(*) as cases
from audit.cases join outcomes using (outcome)
group by all;

-- kinds, grain: severity x kind of findings, each with a bit of its own.
create temp table kinds as
select severity, kind, cast(1 as hugeint) << (row_number() over (order by severity, kind) - 1) as bit
from (select distinct severity, kind from audit.findings);

-- lines_at_risk, grain: finding and claim line of audit.amounts_at_risk, not settled. A table of its own, because joins
-- and a grouping of this size in one statement do not fit into the memory that the reports may have. DuckDB takes the
-- claim lines for a few thousand and would hash them all: it looks the findings up by line, as the view has it written.
set disabled_optimizers = 'build_side_probe_side';
create temp table lines_at_risk as
select source, claim_id, claim_line_number, paid_amount, bit
from audit.amounts_at_risk join kinds using (severity, kind)
where not settled;
reset disabled_optimizers;

-- dollars_at_risk, grain: set of kinds. Each line counts once, under the set of all kinds of findings that rest on it:
-- few sets occur, however many the lines.
create temp table dollars_at_risk as
select bits, sum(paid_amount) as paid_amount
from (
    select bit_or(bit) as bits, any_value(paid_amount) as paid_amount
    from lines_at_risk
    group by source, claim_id, claim_line_number
)
group by bits;
drop table lines_at_risk;

-- turnarounds, grain: line of business, or ALL; turnaround.sql says what its columns are.
create temp table turnarounds as
with lines (line_of_business) as (
    values ('ALL'), ('COMMERCIAL'), ('HIM'), ('MEDICAID')
), requests as (
    select line_of_business, if(decision in ('APPROVED', 'DENIED'), epoch(decided_at - received_at), null) as seconds,
        decision = 'PENDED' and received_at < as_of - interval 24 hours as pended_late
    from audit.pa_requests cross join (select max_by(as_of, run_id) as as_of from audit.runs)
), counted as (
    select
        if(grouping(line_of_business) = 1, 'ALL', line_of_business) as line_of_business,
        count(seconds) as decided,
        count(*) - count(seconds) as not_decided,
        cast(quantile_cont(seconds, 0.5) / 3600 as decimal(12, 2)) as median_hours,
        cast(avg(seconds) / 3600 as decimal(12, 2)) as mean_hours,
        cast(quantile_cont(seconds, 0.9) / 3600 as decimal(12, 2)) as p90_hours,
        count(*) filter (seconds <= 24 * 3600) as within_24_hours,
        count(*) filter (pended_late) as pended_late
    from requests
    group by grouping sets ((line_of_business), ())
)
select line_of_business, ifnull(decided, 0) as decided, ifnull(not_decided, 0) as not_decided,
    median_hours, mean_hours, p90_hours,
    if(line_of_business = 'MEDICAID', 24, null) as limit_hours,
    if(line_of_business = 'MEDICAID', ifnull(within_24_hours, 0), null) as within_limit,
    if(line_of_business = 'MEDICAID', cast(within_24_hours / nullif(decided, 0) as decimal(7, 4)), null)
        as within_limit_rate,
    if(line_of_business = 'MEDICAID', ifnull(pended_late, 0), null) as pended_past_limit
from lines left join counted using (line_of_business);
