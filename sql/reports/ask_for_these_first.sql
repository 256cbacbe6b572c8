-- Which missing facts would make the most undocumented approvals supportable?
-- Grain: thing to ask for. cases: its smallest set has it; alone: it is the whole set. The last row, without a name,
-- counts cases that no missing fact would settle.
select
    ask, count(distinct pa_id) as cases, count(distinct pa_id) filter (asks = 1) as alone,
    string_agg(distinct clause, ' ' order by clause) as clauses
from audit.what_would_settle
group by ask
order by ask is null, alone desc, cases desc, ask;
