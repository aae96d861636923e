-- A next action is done; the first to say so is kept.
update caretaker_store.note
set done_by = :person,
    done_at = :now
where id = :id
  and log_id = :log_id
  and kind = 'action'
  and done_at is null;
