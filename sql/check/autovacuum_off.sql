-- Autovacuum is off
-- Switched off for the server or for single tables: dead rows pile up and old transaction ids stay.
-- scope: database
-- reads: target
-- :warning  numeric  <1>  MB of a table for which it is switched off
-- :critical  numeric  <>  MB of a table for which it is switched off
select
  'critical' as severity,
  s.name as target,
  null::numeric as measure,
  'bytes' as unit,
  format('%s is off for the whole server.', s.name) as detail,
  null::text as remedy,
  null::jsonb as remedy_params
from pg_catalog.pg_settings as s
where s.name in ('autovacuum', 'track_counts')
  and s.reset_val = 'off'
union all
select
  case when c.relpages::numeric * current_setting('block_size')::integer > :critical::numeric * 1048576 then 'critical' else 'warning' end,
  n.nspname || '.' || c.relname,
  c.relpages::numeric * current_setting('block_size')::integer,
  'bytes',
  format('Autovacuum is switched off for this table of %s: alter table %I.%I reset (autovacuum_enabled);', pg_size_pretty(c.relpages::bigint * current_setting('block_size')::integer),
    n.nspname, c.relname),
  null,
  null
from pg_catalog.pg_class as c
join pg_catalog.pg_namespace as n on n.oid = c.relnamespace
where c.relkind in ('r', 'm')
  and exists (select from pg_options_to_table(c.reloptions) as o where o.option_name = 'autovacuum_enabled' and o.option_value in ('false', 'off', 'no', '0'))
  and c.relpages::numeric * current_setting('block_size')::integer > least(:warning::numeric, :critical::numeric) * 1048576
order by severity, measure desc nulls last, target;
