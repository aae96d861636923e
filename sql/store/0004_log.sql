-- The log's first page and each page after it: top-level entries, newest first, whatever the number of tasks below them.
create index maintenance_log_top on caretaker_store.maintenance_log (started_at desc, id desc) where parent_id is null;
create index maintenance_log_kind on caretaker_store.maintenance_log (maintenance_type, started_at desc, id desc);
create index maintenance_log_person on caretaker_store.maintenance_log (person, started_at desc, id desc);
create index maintenance_log_routine on caretaker_store.maintenance_log (routine_id, started_at desc) where parent_id is null;
