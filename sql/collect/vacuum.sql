-- Vacuum
-- Dead rows of each table against the number at which autovacuum comes (its own storage parameters, else the server's settings), the last runs, and
-- the age of its oldest transaction ids. Of very many tables those with the most dead rows and the oldest ones.
-- every: 5 minutes
-- scope: database
with settings as materialized (
  select
    pg_catalog.current_setting('autovacuum_vacuum_threshold')::numeric as base,
    pg_catalog.current_setting('autovacuum_vacuum_scale_factor')::numeric as share,
    nullif(pg_catalog.current_setting('autovacuum_vacuum_max_threshold', true)::numeric, -1) as most,
    pg_catalog.current_setting('autovacuum_analyze_threshold')::numeric as analyze_base,
    pg_catalog.current_setting('autovacuum_analyze_scale_factor')::numeric as analyze_share,
    pg_catalog.current_setting('autovacuum')::boolean and pg_catalog.current_setting('track_counts')::boolean as is_on,
    pg_catalog.current_setting('autovacuum_freeze_max_age')::bigint as freeze_max_age,
    pg_catalog.current_setting('autovacuum_multixact_freeze_max_age')::bigint as multixact_freeze_max_age
), tables as materialized (
  select
    c.oid,
    n.nspname,
    c.relname,
    c.reltuples,
    c.relpages,
    c.reltoastrelid,
    c.reloptions,
    pg_catalog.pg_stat_get_dead_tuples(c.oid) as dead_rows,
    pg_catalog.pg_stat_get_mod_since_analyze(c.oid) as changed_rows,
    greatest(pg_catalog.age(c.relfrozenxid), pg_catalog.age(t.relfrozenxid)) as xid_age,
    greatest(pg_catalog.mxid_age(c.relminmxid), pg_catalog.mxid_age(t.relminmxid)) as mxid_age
  from pg_catalog.pg_class as c
  join pg_catalog.pg_namespace as n on n.oid = c.relnamespace
  left join pg_catalog.pg_class as t on t.oid = c.reltoastrelid and t.relkind = 't'
  where c.relkind in ('r', 'm')
    and c.relpersistence <> 't'
    and n.nspname !~ '^pg_toast|^pg_temp'
), chosen as (
  select t.*
  from (select
          a.*,
          row_number() over (order by a.dead_rows desc, a.oid) as by_dead,
          row_number() over (order by a.xid_age desc, a.oid) as by_age,
          row_number() over (order by a.mxid_age desc, a.oid) as by_mxid
        from tables as a) as t
  where t.by_dead <= 1000
     or t.by_age <= 100
     or t.by_mxid <= 100
)
select
  c.oid::bigint as oid,
  c.nspname::text as schema_name,
  c.relname::text as relation_name,
  c.nspname = 'pg_catalog' or c.nspname = 'information_schema' as is_system,
  case when c.reltuples >= 0 then c.reltuples::bigint end as estimated_rows,
  c.dead_rows,
  least(round(coalesce(o.base, s.base) + coalesce(o.share, s.share) * greatest(c.reltuples, 0)::numeric), coalesce(o.most, s.most))::bigint as dead_threshold,
  case when c.reltuples > 0 then (c.relpages * pg_catalog.current_setting('block_size')::numeric / greatest(c.reltuples::numeric + c.dead_rows, 1))::bigint end as row_bytes,
  c.changed_rows,
  round(coalesce(o.analyze_base, s.analyze_base) + coalesce(o.analyze_share, s.analyze_share) * greatest(c.reltuples, 0)::numeric)::bigint as analyze_threshold,
  s.is_on and coalesce(o.is_on, true) as is_on,
  o.base is not null or o.share is not null or o.most is not null or o.is_on is not null as is_tuned,
  c.xid_age::bigint as xid_age,
  c.mxid_age::bigint as mxid_age,
  least(coalesce(o.freeze_max_age, s.freeze_max_age), s.freeze_max_age) as freeze_max_age,
  s.multixact_freeze_max_age,
  pg_catalog.pg_stat_get_last_vacuum_time(c.oid) as vacuumed_at,
  pg_catalog.pg_stat_get_last_autovacuum_time(c.oid) as autovacuumed_at,
  pg_catalog.pg_stat_get_last_analyze_time(c.oid) as analyzed_at,
  pg_catalog.pg_stat_get_last_autoanalyze_time(c.oid) as autoanalyzed_at,
  pg_catalog.pg_stat_get_autovacuum_count(c.oid) as autovacuums
from chosen as c
cross join settings as s
cross join lateral (
  select
    max(x.option_value::numeric) filter (where x.option_name = 'autovacuum_vacuum_threshold') as base,
    max(x.option_value::numeric) filter (where x.option_name = 'autovacuum_vacuum_scale_factor') as share,
    max(x.option_value::numeric) filter (where x.option_name = 'autovacuum_vacuum_max_threshold' and x.option_value <> '-1') as most,
    max(x.option_value::numeric) filter (where x.option_name = 'autovacuum_analyze_threshold') as analyze_base,
    max(x.option_value::numeric) filter (where x.option_name = 'autovacuum_analyze_scale_factor') as analyze_share,
    max(x.option_value::bigint) filter (where x.option_name = 'autovacuum_freeze_max_age') as freeze_max_age,
    bool_and(x.option_value::boolean) filter (where x.option_name = 'autovacuum_enabled') as is_on
  from pg_catalog.pg_options_to_table(c.reloptions) as x
) as o
order by c.oid;
