-- Ends a session of our own login that outlived its console.
select pg_catalog.pg_terminate_backend(:pid) as ended;
