-- Keeps the first value of a setting and tells which that is.
insert into caretaker_store.setting as s (name, value)
values (:name, :value)
on conflict (name) do update
set value = s.value
returning value;
