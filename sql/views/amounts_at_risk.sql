-- Of which paid claim lines is an open finding's amount at risk made up? Grain: one row an open finding and claim line.
-- What is in question now is `where not settled`, as on the pages and in audit.recovery.
-- For a finding of a case, the net paid lines of the drug within the approved span; of duplicates, all but the first
-- claim; else the lines of the claims named, those of them that the finding is about: a claim may have lines of other days.
-- What two parts ask for is not materialized: DuckDB would copy millions of rows, and spill them.
create or replace view audit.amounts_at_risk as
with open_findings as not materialized (
    select
        finding_id, severity, kind, settled, pa_id, member_id, service_date,
        service_date is null and pa_id is not null as is_of_case,
        case kind when 'duplicate_claim' then claim_ids[2:] else claim_ids end as claims
    from audit.findings
    where state = 'open' and amount_at_risk is not null
), spans as (
    select
        f.finding_id, f.severity, f.kind, f.settled, f.member_id, f.service_date,
        c.auth_start_date as first_day, c.auth_end_date as last_day, null::varchar[] as only_claims
    from open_findings as f join audit.cases as c using (pa_id)
    where f.is_of_case and c.decision = 'APPROVED'
    union all
    select
        f.finding_id, f.severity, f.kind, f.settled, f.member_id, f.service_date,
        ifnull(f.service_date, date '-infinity') as first_day,
        case f.kind
            when 'billed_under_both_benefits' then f.service_date + {thresholds.BOTH_BENEFITS_DAYS}
            when 'sustained_over_dose' then e.last_date - 1
            else ifnull(f.service_date, date 'infinity')
        end as last_day,
        f.claims as only_claims
    from open_findings as f
    left join audit.episodes as e
        on f.kind = 'sustained_over_dose' and e.member_id = f.member_id and e.first_date = f.service_date
    where not f.is_of_case
), lines as not materialized (
    select
        source, claim_id, claim_line_number, member_id, service_date, paid_amount,
        case source when 'pharmacy' then 'rx:' else 'med:' end || claim_id as claim
    from audit.net_paid_claims
    where drug = '{drug}'
), billed_that_day as (
    select distinct l.member_id, l.service_date, l.source
    from lines as l
    join open_findings as f using (member_id, service_date)
    where f.kind = 'billed_under_both_benefits'
)
select
    f.finding_id, f.severity, f.kind, f.settled, l.source, l.claim_id, l.claim_line_number, l.member_id, l.service_date,
    l.paid_amount
from lines as l
join spans as f
    on f.member_id = l.member_id and l.service_date between f.first_day and f.last_day
    and (f.only_claims is null or list_contains(f.only_claims, l.claim))
left join billed_that_day as o
    on f.kind = 'billed_under_both_benefits'
    and o.member_id = f.member_id and o.service_date = f.service_date and o.source <> l.source
where case f.kind
    when 'wastage_modifier' then f.finding_id = sha256(concat_ws('|', f.kind, l.claim_id, l.claim_line_number))[:32]
    when 'billed_under_both_benefits' then l.service_date = f.service_date or o.source is not null
    else true
end;

comment on view audit.amounts_at_risk is 'One row an open finding and net paid claim line of the drug that its amount at risk is made up of; in question now are those `where not settled`.';
comment on column audit.amounts_at_risk.finding_id is 'The finding.';
comment on column audit.amounts_at_risk.severity is 'Its severity.';
comment on column audit.amounts_at_risk.kind is 'Its kind.';
comment on column audit.amounts_at_risk.settled is 'A reviewer''s DISMISSED or RECOVERED of the finding stands: it puts nothing in question any more; a claim that another finding rests on stays at risk under that one.';
comment on column audit.amounts_at_risk.source is 'pharmacy or medical.';
comment on column audit.amounts_at_risk.claim_id is 'The claim.';
comment on column audit.amounts_at_risk.claim_line_number is 'Line of a medical claim; null for pharmacy claims.';
comment on column audit.amounts_at_risk.member_id is 'Its member.';
comment on column audit.amounts_at_risk.service_date is 'Date of service.';
comment on column audit.amounts_at_risk.paid_amount is 'Plan-paid dollars of the line.';
