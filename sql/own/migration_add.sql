-- One migration was applied.
insert into caretaker_store.migration (name, sha256)
values (:name, :hash);
