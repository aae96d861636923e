-- The database is elsewhere now: the first run of each policy there is a person's again.
update caretaker_store.policy
set proved_version = null,
    proved_by = null
where database_id = :database_id;
