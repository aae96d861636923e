-- Stale statistics
-- Tables that changed a lot since the last ANALYZE, or never had one: the planner guesses.
-- scope: database
-- reads: target
-- :warning  numeric  <50>  Per cent of the rows changed since the last ANALYZE
-- :critical  numeric  <>  Per cent of the rows changed since the last ANALYZE
-- :floor  numeric  <10000>  Changed rows below which the share does not matter
select
  case when 100.0 * s.n_mod_since_analyze / greatest(s.n_live_tup, 1) > :critical::numeric then 'critical' else 'warning' end as severity,
  s.schemaname || '.' || s.relname as target,
  round(100.0 * s.n_mod_since_analyze / greatest(s.n_live_tup, 1), 1) as measure,
  '%' as unit,
  format('%s row%s changed since the last ANALYZE (%s), limit %s %% of %s.', to_char(s.n_mod_since_analyze, 'FM999,999,999,999,990'),
    case when s.n_mod_since_analyze <> 1 then 's' end,
    coalesce(to_char(greatest(s.last_analyze, s.last_autoanalyze) at time zone 'UTC', 'YYYY-MM-DD HH24:MI') || ' UTC', 'never'),
    least(:warning::numeric, :critical::numeric), to_char(s.n_live_tup, 'FM999,999,999,999,990')) as detail,
  'analyze' as remedy,
  jsonb_build_object('table', format('%I.%I', s.schemaname, s.relname)) as remedy_params
from pg_catalog.pg_stat_user_tables as s
where s.n_mod_since_analyze >= greatest(:floor::numeric, 1)
  and 100.0 * s.n_mod_since_analyze / greatest(s.n_live_tup, 1) > least(:warning::numeric, :critical::numeric)
order by measure desc, target;
