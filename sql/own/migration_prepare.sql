-- The schema of the store and the list of its migrations.
create schema if not exists caretaker_store;
create table if not exists caretaker_store.migration (
  name text primary key,
  sha256 text not null,
  applied_at timestamptz not null default now()
);
