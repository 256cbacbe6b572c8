-- What are the figures to know first, each with what it is counted against?
-- Grain: measure. Rates are shares of the denominator, null where that is empty. cases are requests, or rows of files;
-- what is paid has dollars and of_dollars in their place. Where credits all but cancel what was paid, a share of a
-- thousand and more is none, and null.
with cases as (
    select
        count(*) as all_cases,
        count(*) filter (denominator_is = 'approvals_judged') as approvals,
        count(*) filter (outcome in ('unsupported_approval', 'unauthorized_approval')) as approvals_against_criteria,
        count(*) filter (outcome = 'undocumented_approval') as undocumented_approvals,
        count(*) filter (denominator_is = 'denials_judged') as denials,
        count(*) filter (outcome = 'unsupported_denial') as unsupported_denials,
        count(*) filter (denominator_is <> 'all_cases') as judged,
        count(requested_over_dose) as doses,
        count(*) filter (requested_over_dose) as over_dose
    from audit.cases join outcomes using (outcome)
), lengths as (
    select
        cast(ifnull(sum(cases), 0) as bigint) as lengths,
        cast(ifnull(sum(cases) filter (status = 'not_met'), 0) as bigint) as too_long
    from clause_counts
    where clause in (select clause from audit.clauses where role = 'length') and status <> 'not_applicable'
), medicaid as (
    select decided, within_limit from turnarounds where line_of_business = 'MEDICAID'
), files as (
    select
        cast(ifnull(sum(rows_read), 0) as bigint) as rows_read,
        cast(ifnull(sum(rows_quarantined), 0) as bigint) as quarantined
    from audit.files
    where run_id = getvariable('run_id')
), grave as (
    select bit_or(bit) as bits from kinds where severity in ('high', 'medium')
), paid as (
    select
        'paid_at_risk' as measure,
        (select ifnull(sum(paid_amount), 0) from dollars_at_risk, grave where dollars_at_risk.bits & grave.bits <> 0) as dollars,
        (select ifnull(sum(paid_amount), 0) from audit.dispensings) as of_dollars
), measures as (
    select unnest([
        {measure: 'decisions_judged', cases: judged, denominator: all_cases},
        {measure: 'approvals_against_criteria', cases: approvals_against_criteria, denominator: approvals},
        {measure: 'undocumented_approvals', cases: undocumented_approvals, denominator: approvals},
        {measure: 'unsupported_denials', cases: unsupported_denials, denominator: denials},
        {measure: 'requests_over_dose', cases: over_dose, denominator: doses},
        {measure: 'authorizations_too_long', cases: too_long, denominator: lengths},
        {measure: 'medicaid_within_24_hours', cases: within_limit, denominator: decided},
        {measure: 'rows_quarantined', cases: quarantined, denominator: rows_read}
    ], recursive := true)
    from cases, lengths, medicaid, files
)
select measure, cases, denominator, cast(cases / nullif(denominator, 0) as decimal(7, 4)) as rate, null as dollars, null as of_dollars
from measures
union all
select measure, null, null, try_cast(dollars / nullif(of_dollars, 0) as decimal(7, 4)), dollars, of_dollars
from paid
order by measure;
