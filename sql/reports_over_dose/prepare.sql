-- Which dispensings are above both limits, and are they likelier an error than a dose? Asked once here for several.
-- Grain: dispensing above both limits. reason is that of its finding: excess or implausible.
create temp table above as
select d.* exclude (reason), f.reason, f.disposition, f.disposition_state, ifnull(f.settled, false) as settled
from audit.dispensings d
left join (
    select member_id, service_date, reason, disposition, disposition_state, settled
    from audit.findings where kind = 'over_dose' and state = 'open'
) f using (member_id, service_date)
where d.status = 'over_dose';
