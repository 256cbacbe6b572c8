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

-- amounts_at_risk, grain: open finding x net paid mecasermin claim line that its amount at risk is made of: for a finding
-- of a case, the lines within the approved span; of duplicates, all but the first; else the lines of the claims named.
create temp table amounts_at_risk as
with open_findings as (
    select finding_id, severity, kind, pa_id, service_date, claim_ids
    from audit.findings
    where state = 'open' and amount_at_risk is not null
), lines as (
    select line, member_id, service_date, claim, paid_amount, regexp_matches(hcpcs_modifiers, 'J[WZ]') as wasted
    from net_paid
    where drug = 'mecasermin'
), named as (
    select * exclude (claim_ids), unnest(if(kind = 'duplicate_claim', claim_ids[2:], claim_ids)) as claim
    from open_findings
    where service_date is not null or pa_id is null
)
select f.finding_id, f.severity, f.kind, l.line, l.paid_amount
from open_findings f join audit.cases c using (pa_id)
join lines l on l.member_id = c.member_id and l.service_date between c.auth_start_date and c.auth_end_date
where f.service_date is null and c.decision = 'APPROVED'
union all
select f.finding_id, f.severity, f.kind, l.line, l.paid_amount
from named f join lines l using (claim)
where case f.kind
    when 'wastage_modifier' then l.wasted
    when 'billed_under_both_benefits' then true
    when 'sustained_over_dose' then true
    else l.service_date = f.service_date
end;
