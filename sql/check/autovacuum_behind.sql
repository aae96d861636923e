-- Autovacuum does not keep up
-- Dead rows beyond the table's own threshold (its settings count, else the server's) that autovacuum has not dealt with.
-- scope: database
-- reads: target
-- :warning  numeric  <200>  Per cent of the table's own threshold
-- :critical  numeric  <1000>  Per cent of the table's own threshold
-- :floor  numeric  <10000>  Dead rows below which the share does not matter
with due as (
  select
    n.nspname || '.' || c.relname as target,
    format('%I.%I', n.nspname, c.relname) as quoted,
    s.n_dead_tup,
    s.last_autovacuum,
    coalesce((select o.option_value from pg_options_to_table(c.reloptions) as o where o.option_name = 'autovacuum_vacuum_threshold'),
        current_setting('autovacuum_vacuum_threshold'))::numeric
      + coalesce((select o.option_value from pg_options_to_table(c.reloptions) as o where o.option_name = 'autovacuum_vacuum_scale_factor'),
        current_setting('autovacuum_vacuum_scale_factor'))::numeric * greatest(c.reltuples, 0)::numeric as threshold
  from pg_catalog.pg_stat_user_tables as s
  join pg_catalog.pg_class as c on c.oid = s.relid
  join pg_catalog.pg_namespace as n on n.oid = c.relnamespace
  where s.n_dead_tup >= greatest(:floor::numeric, 1)
)
select
  case when 100 * d.n_dead_tup / greatest(d.threshold, 1) > :critical::numeric then 'critical' else 'warning' end as severity,
  d.target,
  round(100 * d.n_dead_tup / greatest(d.threshold, 1)) as measure,
  '%' as unit,
  format('%s dead rows; its own threshold is %s, limit %s %% of it. Autovacuum came %s.', to_char(d.n_dead_tup, 'FM999,999,999,999,990'),
    to_char(d.threshold, 'FM999,999,999,999,990'), least(:warning::numeric, :critical::numeric),
    coalesce(to_char(d.last_autovacuum at time zone 'UTC', 'YYYY-MM-DD HH24:MI') || ' UTC', 'never')) as detail,
  'vacuum' as remedy,
  jsonb_build_object('table', d.quoted) as remedy_params
from due as d
where 100 * d.n_dead_tup / greatest(d.threshold, 1) > least(:warning::numeric, :critical::numeric)
order by measure desc, target;
