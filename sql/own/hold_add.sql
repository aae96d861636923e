-- Adds a legal hold.
insert into caretaker_store.hold (database_id, schema_name, table_name, conditions, reason, until, created_by, created_at)
values (:database_id, :schema_name, :table_name, :conditions::jsonb, :reason, :until::date, :person, :at::timestamptz)
returning id;
