-- What the last contact with a database found.
update caretaker_store.database
set contact_at = case when :error::text is null then now() else contact_at end,
    contact_error = :error::text,
    system_identifier = coalesce(:system_identifier::text, system_identifier),
    server_version = coalesce(:server_version::text, server_version),
    login_powers = case when :error::text is null then :login_powers::text else login_powers end
where id = :id;
