-- A person has started a real run of this version: schedules may follow.
update caretaker_store.policy
set proved_version = version,
    proved_by = :person
where id = :id
  and version = :version;
