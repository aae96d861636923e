-- Response time
-- Statements that took long on average within the last hour.
-- scope: database
-- reads: store
-- series: statements
-- :warning  numeric  <5>  Seconds on average
-- :critical  numeric  <30>  Seconds on average
-- :floor  numeric  <3>  Calls within the hour below which it does not matter
with hour as (
  select
    s.queryid,
    s.login,
    max(s.calls) - min(s.calls) as calls,
    max(s.total_ms) - min(s.total_ms) as ms
  from caretaker_store.statement_sample as s
  where s.database_id = :database::bigint
    and s.taken_at >= :at::timestamptz - interval '65 minutes'
  group by s.queryid, s.login
), slow as (
  select
    h.queryid,
    h.login,
    h.calls,
    round((h.ms / 1000 / h.calls)::numeric, 2) as measure
  from hour as h
  where h.calls >= greatest(:floor::numeric, 1)
)
select
  case when w.measure > :critical::numeric then 'critical' else 'warning' end as severity,
  'query ' || w.queryid || ' of ' || w.login as target,
  w.measure,
  's' as unit,
  format('%s calls within the hour took %s s on average, limit %s s: %s', w.calls, w.measure, least(:warning::numeric, :critical::numeric),
    coalesce(left(regexp_replace(t.text, '\s+', ' ', 'g'), 160), 'its text is not known')) as detail,
  null::text as remedy,
  null::jsonb as remedy_params
from slow as w
left join caretaker_store.statement as t on t.database_id = :database::bigint and t.queryid = w.queryid and t.login = w.login
where w.measure > least(:warning::numeric, :critical::numeric)
order by measure desc, target;
