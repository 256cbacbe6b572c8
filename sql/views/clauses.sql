-- What does each clause of the policy ask, and which function decides it? Grain: one row a clause.
create or replace view audit.clauses as
select clause, parent, pathway, title, "function", reading, "position", role, facts, reasons
from store.clauses;

comment on view audit.clauses is 'One row a clause of the policy: its title in our words, and the function that decides it.';
comment on column audit.clauses.clause is 'Number of the clause as in the policy, dotted.';
comment on column audit.clauses.parent is 'The clause it is a part of; null for top-level ones.';
comment on column audit.clauses.pathway is 'The section it belongs to: cases of this pathway have a row for it.';
comment on column audit.clauses.title is 'What it asks, in our own words.';
comment on column audit.clauses."function" is 'The function that decides it.';
comment on column audit.clauses.reading is 'The ambiguous phrases it reads; what would come out otherwise is in audit.reading_sensitivity.';
comment on column audit.clauses."position" is 'Its place within the section, from 1.';
comment on column audit.clauses.role is 'criterion: its section asks for it; part: of another clause; length: of the authorization, no part of the determination; route: of a section that its clauses do not decide.';
comment on column audit.clauses.facts is 'What is shown as evidence for it.';
comment on column audit.clauses.reasons is 'The reasons its status can have.';
