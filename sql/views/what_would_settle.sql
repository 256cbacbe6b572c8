-- What should the plan ask for, to make an undocumented approval supportable? Grain: one row an undocumented approval and thing to ask for.
create or replace view audit.what_would_settle as
select pa_id, member_id, pathway, clause, ask, asks
from store.what_would_settle;

comment on view audit.what_would_settle is 'One row an undocumented approval and thing to ask for: together the smallest set of missing facts that would make it supportable, if they turn out to pass. Of sets of one size, the one that the clause names first.';
comment on column audit.what_would_settle.pa_id is 'The case.';
comment on column audit.what_would_settle.member_id is 'Its member.';
comment on column audit.what_would_settle.pathway is 'Section that judges it; of a request without an indication, the one that would ask for least.';
comment on column audit.what_would_settle.clause is 'The top-level clause that it would settle; null for the indication, which chooses the section.';
comment on column audit.what_would_settle.ask is 'What to ask for, named like the reasons of audit.criteria: missing:<fact>, stale:<fact>, short_interval. Null: nothing would settle the case, and this clause is in the way.';
comment on column audit.what_would_settle.asks is 'How many things the case needs in all: 1, and this one alone settles it. Null where nothing would.';
