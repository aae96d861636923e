-- Horizon
-- Whoever keeps old row versions from being removed: sessions with an old snapshot, replication slots, prepared transactions and standbys that
-- report their own queries. The oldest of each kind; sessions that PostgreSQL hides from this login are counted in hidden.
-- every: 1 minute
-- scope: server
-- key: kind, name
-- history: xmin_age
(select
  'session' as kind,
  a.pid::text as name,
  a.usename::text as user_name,
  a.datname::text as database_name,
  coalesce(a.xact_start, a.query_start) as since,
  greatest(pg_catalog.age(a.backend_xmin), pg_catalog.age(a.backend_xid))::bigint as xmin_age,
  concat_ws(', ', nullif(a.application_name, ''), a.state) as detail,
  left(a.query, 300) as query,
  a.backend_start,
  0::bigint as hidden
from pg_catalog.pg_stat_activity as a
where coalesce(a.backend_xmin, a.backend_xid) is not null
  and a.pid <> pg_catalog.pg_backend_pid()
  and a.backend_type <> 'walsender'
order by xmin_age desc, a.pid
limit 20)
union all
select 'hidden', '', null, null, null, null, null, null, null, count(*)
from pg_catalog.pg_stat_activity as a
where a.backend_start is null
  and a.datid is not null
having count(*) > 0
union all
select 'slot', s.slot_name::text, null, s.database::text, null, greatest(pg_catalog.age(s.xmin), pg_catalog.age(s.catalog_xmin))::bigint,
  s.slot_type || case when s.active then ', in use' else ', nobody reads it' end || case when s.xmin is null then ', holds only the catalogue' else '' end, null, null, 0
from pg_catalog.pg_replication_slots as s
where coalesce(s.xmin, s.catalog_xmin) is not null
union all
select 'prepared', p.gid, p.owner::text, p.database::text, p.prepared, pg_catalog.age(p.transaction)::bigint, 'prepared transaction', null, null, 0
from pg_catalog.pg_prepared_xacts as p
union all
select 'standby', coalesce(nullif(r.application_name, ''), r.pid::text), r.usename::text, null, r.backend_start, pg_catalog.age(r.backend_xmin)::bigint,
  concat_ws(', ', host(r.client_addr), r.state, 'hot_standby_feedback'), null, null, 0
from pg_catalog.pg_stat_replication as r
where r.backend_xmin is not null
order by kind, name;
