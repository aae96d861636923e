-- 95th percentile of query times
-- pg_stat_statements keeps no percentiles, but the fastest and the slowest call of each statement: sometimes that is enough to be certain.
-- scope: database
-- reads: target
-- needs: pg_monitor
-- :warning  numeric  <100>  Milliseconds
-- :critical  numeric  <>  Milliseconds
-- :floor  numeric  <1000>  Calls below which it does not matter
with home as (
  select format('%I.pg_stat_statements', n.nspname) as view
  from pg_catalog.pg_extension as e
  join pg_catalog.pg_namespace as n on n.oid = e.extnamespace
  where e.extname = 'pg_stat_statements'
    and current_setting('shared_preload_libraries') ~ 'pg_stat_statements'
), asked as (
  select query_to_xml(format('select coalesce(sum(calls), 0) as calls, coalesce(sum(calls) filter (where max_exec_time <= %1$s), 0) as fast,
      coalesce(sum(calls) filter (where min_exec_time > %1$s), 0) as slow, coalesce(sum(calls) filter (where min_exec_time > %3$s), 0) as worst
    from %2$s where dbid = (select oid from pg_catalog.pg_database where datname = current_database())',
    least(:warning::numeric, :critical::numeric), h.view, coalesce(:critical::numeric, 1e12)), false, false, '') as answer
  from home as h
), counted as (
  select
    (xpath('//calls/text()', a.answer))[1]::text::numeric as calls,
    (xpath('//fast/text()', a.answer))[1]::text::numeric as fast,
    (xpath('//slow/text()', a.answer))[1]::text::numeric as slow,
    (xpath('//worst/text()', a.answer))[1]::text::numeric as worst
  from (select 1) as one
  left join asked as a on true
)
select
  case when c.calls is null then 'unknown' when c.calls < :floor::numeric then 'ok' when c.worst > 0.05 * c.calls then 'critical' when c.slow > 0.05 * c.calls then 'warning'
    when c.fast >= 0.95 * c.calls then 'ok' else 'unknown' end as severity,
  'queries' as target,
  round(100 * c.slow / nullif(c.calls, 0), 1) as measure,
  '%' as unit,
  case when c.calls is null then 'The extension pg_stat_statements is not installed here: add it to shared_preload_libraries, restart, create extension pg_stat_statements.'
    when c.calls < :floor::numeric then format('%s call%s so far, judged from %s on.', to_char(c.calls, 'FM999,999,999,999,990'),
      case when c.calls <> 1 then 's' end, to_char(:floor::numeric, 'FM999,999,999,999,990'))
    when c.slow > 0.05 * c.calls then format('At least %s %% of %s calls took more than %s ms.', round(100 * c.slow / c.calls, 1),
      to_char(c.calls, 'FM999,999,999,999,990'), least(:warning::numeric, :critical::numeric))
    when c.fast >= 0.95 * c.calls then format('At least %s %% of %s calls took %s ms or less.', round(100 * c.fast / c.calls, 1),
      to_char(c.calls, 'FM999,999,999,999,990'), least(:warning::numeric, :critical::numeric))
    else format('Of %s calls %s were surely faster than %s ms and %s surely slower; pg_stat_statements keeps no percentiles to tell the rest.',
      to_char(c.calls, 'FM999,999,999,999,990'), to_char(c.fast, 'FM999,999,999,999,990'),
      least(:warning::numeric, :critical::numeric), to_char(c.slow, 'FM999,999,999,999,990')) end as detail,
  null::text as remedy,
  null::jsonb as remedy_params
from counted as c
order by target;
