-- Lifts a legal hold, once.
update caretaker_store.hold
set lifted_by = :person,
    lifted_at = :at::timestamptz
where id = :id
  and lifted_at is null;
