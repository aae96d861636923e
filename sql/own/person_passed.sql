-- A right password: nothing counts against the name any more.
update caretaker_store.person
set failed_signins = 0,
    locked_until = null
where id = :id
  and (failed_signins > 0 or locked_until is not null);
