-- Checks and findings: whether a verdict speaks for the whole server, what a good answer says, and the grant that would end an unknown one.

alter table caretaker_store.verdict
  add column scope text not null default 'database' check (scope in ('database', 'server')),
  add column detail text,           -- the measured values in words, also when all is well
  add column grant_statement text;  -- what an administrator of the server may run so that it can be answered; null when no grant would help

alter table caretaker_store.finding
  add column scope text not null default 'database' check (scope in ('database', 'server'));

create index finding_closed on caretaker_store.finding (closed_at desc, id desc) where closed_at is not null;
create index finding_now on caretaker_store.finding (database_id, severity) where closed_at is null;

-- Which version of the schema caretaker a database has; null before the first look.
alter table caretaker_store.database
  add column ledger_version integer;
