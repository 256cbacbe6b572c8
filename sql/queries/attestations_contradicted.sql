-- Which attestations on requests do claims, codes or measurements contradict?
-- Grain: one row a kind of contradiction and line of business; a case counts once a kind; settled findings are left out.
-- To change: select summary instead of counting, to read them one by one.
select
    f.kind, c.line_of_business, count(distinct c.pa_id) as cases,
    count(distinct c.pa_id) filter (f.severity = 'high') as of_them_high
from audit.findings as f
left join audit.growth_measurements as m using (measurement_id)
join audit.cases as c on c.pa_id = ifnull(f.pa_id, m.pa_id)
where starts_with(f.kind, 'contradiction_') and f.state = 'open' and not f.settled
group by f.kind, c.line_of_business
order by f.kind, c.line_of_business;
