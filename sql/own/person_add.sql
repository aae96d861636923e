-- Adds a person; the name must be free.
insert into caretaker_store.person (name, role, created_by, created_at)
values (:name, :role, :by, :now)
on conflict (name) do nothing
returning id;
