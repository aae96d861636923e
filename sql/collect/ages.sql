-- Ages
-- How far each database of the server is from transaction id wraparound.
-- every: 5 minutes
-- scope: server
-- key: database_name
-- history: xid_age, mxid_age
select
  d.datname::text as database_name,
  d.datallowconn as allows_connections,
  pg_catalog.age(d.datfrozenxid)::bigint as xid_age,
  pg_catalog.mxid_age(d.datminmxid)::bigint as mxid_age,
  pg_catalog.current_setting('autovacuum_freeze_max_age')::bigint as freeze_max_age,
  pg_catalog.current_setting('autovacuum_multixact_freeze_max_age')::bigint as multixact_freeze_max_age,
  (2147483648 - 3000000)::bigint as hard_limit
from pg_catalog.pg_database as d
order by d.datname;
