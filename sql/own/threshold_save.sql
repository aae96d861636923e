-- Sets a threshold of one check for one database.
insert into caretaker_store.threshold (database_id, check_name, parameter, value, changed_by, changed_at)
values (:database_id, :check_name, :parameter, :value, :person, :at)
on conflict (database_id, check_name, parameter) do update
set value = excluded.value, changed_by = excluded.changed_by, changed_at = excluded.changed_at;
