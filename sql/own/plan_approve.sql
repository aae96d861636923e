-- A second person approves a plan, once.
update caretaker_store.plan
set approved_by = :person,
    approved_at = :at::timestamptz
where id = :id
  and approved_by is null;
