-- Sets a password and unlocks the name.
update caretaker_store.person
set password_hash = :hash,
    failed_signins = 0,
    locked_until = null
where id = :id;
