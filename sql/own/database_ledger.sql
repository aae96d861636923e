-- The version of the schema caretaker in a managed database, as the newest round saw it.
update caretaker_store.database
set ledger_version = :version
where id = :database_id
  and ledger_version is distinct from :version;
