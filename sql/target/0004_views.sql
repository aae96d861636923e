-- When each materialized view was refreshed, as far as it is known. Whoever refreshes may write here; Caretaker adds once an hour what it saw.
create table caretaker.materialized_view_metadata (
  view_name text primary key,       -- with its schema unless that is public
  last_refreshed timestamptz,       -- null: no refresh was seen yet
  records_processed bigint,         -- null like the duration: only seen from outside
  refresh_duration_seconds numeric,
  updated_at timestamptz default now()
);

grant select on caretaker.materialized_view_metadata to public;

comment on schema caretaker is 'Made by Caretaker: the ledger of its runs in this database. Version 4.';
