-- What are the figures to know first, each with what it is counted against?
-- Grain: measure. Rates are shares of the denominator, null where that is empty.
with cases as (
    select
        count(*) as all_cases,
        count(*) filter (outcome in ('compliant_approval', 'unsupported_approval',
                                     'undocumented_approval', 'unauthorized_approval')) as approvals,
        count(*) filter (outcome in ('unsupported_approval', 'unauthorized_approval')) as unsupported_approvals,
        count(*) filter (outcome = 'undocumented_approval') as undocumented_approvals,
        count(*) filter (outcome in ('compliant_denial', 'unsupported_denial')) as denials,
        count(*) filter (outcome = 'unsupported_denial') as unsupported_denials,
        count(*) filter (outcome like '%_approval' or outcome like '%_denial') as judged,
        count(requested_over_dose) as doses,
        count(*) filter (requested_over_dose) as over_dose
    from audit.cases
), lengths as (
    select
        cast(ifnull(sum(cases), 0) as bigint) as lengths,
        cast(ifnull(sum(cases) filter (status = 'not_met'), 0) as bigint) as too_long
    from clause_counts
    where clause in ('I.A.duration', 'I.B.duration', 'II.A.duration') and status <> 'not_applicable'
), measures as (
    select unnest([
        {measure: 'decisions_judged', cases: judged, denominator: all_cases},
        {measure: 'unsupported_approvals', cases: unsupported_approvals, denominator: approvals},
        {measure: 'undocumented_approvals', cases: undocumented_approvals, denominator: approvals},
        {measure: 'unsupported_denials', cases: unsupported_denials, denominator: denials},
        {measure: 'requests_over_dose', cases: over_dose, denominator: doses},
        {measure: 'authorizations_too_long', cases: too_long, denominator: lengths}
    ], recursive := true)
    from cases, lengths
)
select measure, cases, denominator, cast(cases / nullif(denominator, 0) as decimal(7, 4)) as rate
from measures
order by measure;
