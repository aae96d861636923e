-- Adds a database under care, or changes the one of that name; a null secret keeps the stored one.
insert into caretaker_store.database as d (name, host, port, dbname, login, secret, tls, environment, zone, allow_superuser, created_by)
values (:name, :host, :port, :dbname, :login, coalesce(:secret::bytea, (select secret from caretaker_store.database where name = :name)),
        :tls, :environment, :zone, :allow_superuser, :person)
on conflict (name) do update
set host = excluded.host,
    port = excluded.port,
    dbname = excluded.dbname,
    login = excluded.login,
    secret = excluded.secret,
    tls = excluded.tls,
    environment = excluded.environment,
    zone = excluded.zone,
    allow_superuser = excluded.allow_superuser
returning id;
