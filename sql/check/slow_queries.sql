-- Slow queries
-- Calls within the last hour of statements that took more than five seconds on average. Single slow calls of fast statements are not counted: PostgreSQL does not keep them.
-- scope: database
-- reads: store
-- series: statements
-- :warning  numeric  <10>  Calls within the hour
-- :critical  numeric  <50>  Calls within the hour
-- :seconds  numeric  <5>  From when on a call is slow
with hour as (
  select
    max(s.calls) - min(s.calls) as calls,
    max(s.total_ms) - min(s.total_ms) as ms
  from caretaker_store.statement_sample as s
  where s.database_id = :database::bigint
    and s.taken_at >= :at::timestamptz - interval '65 minutes'
  group by s.queryid, s.login
), slow as (
  select coalesce(sum(h.calls), 0) as calls
  from hour as h
  where h.calls > 0
    and h.ms / h.calls > :seconds::numeric * 1000
)
select
  case when w.calls > :critical::numeric then 'critical' when w.calls > least(:warning::numeric, :critical::numeric) then 'warning' else 'ok' end as severity,
  'queries' as target,
  w.calls as measure,
  'calls' as unit,
  format('%s calls over %s s within the hour, limit %s.', w.calls, :seconds::numeric, least(:warning::numeric, :critical::numeric)) as detail,
  null::text as remedy,
  null::jsonb as remedy_params
from slow as w
order by target;
