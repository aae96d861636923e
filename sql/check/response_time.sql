-- Response time
-- Statements that took long on average within the last hour.
-- scope: database
-- reads: store
-- series: statements
-- :warning  numeric  <5>  Seconds on average
-- :critical  numeric  <30>  Seconds on average
-- :floor  numeric  <3>  Calls within the hour below which it does not matter
with steps as (
  -- a sample is kept where a counter moved; the newest one before the hour is where it counts from
  select
    t.queryid,
    t.login,
    t.text,
    s.calls,
    s.total_ms,
    lag(s.calls) over (partition by t.queryid, t.login order by s.taken_at) as calls_before,
    lag(s.total_ms) over (partition by t.queryid, t.login order by s.taken_at) as ms_before
  from caretaker_store.statement as t
  cross join lateral (
    select max(b.taken_at) as at
    from caretaker_store.statement_sample as b
    where b.database_id = t.database_id and b.queryid = t.queryid and b.login = t.login
      and b.taken_at <= :at::timestamptz - interval '1 hour' and b.taken_at > :at::timestamptz - interval '2 days') as f
  join caretaker_store.statement_sample as s on s.database_id = t.database_id and s.queryid = t.queryid and s.login = t.login
    and s.taken_at >= coalesce(f.at, :at::timestamptz - interval '1 hour')
  where t.database_id = :database::bigint
    and t.seen_at > :at::timestamptz - interval '1 hour'
), hour as (
  select
    s.queryid,
    s.login,
    min(s.text) as text,
    sum(case when s.calls < s.calls_before then s.calls else s.calls - s.calls_before end) as calls,
    sum(case when s.calls < s.calls_before then s.total_ms else s.total_ms - s.ms_before end) as ms
  from steps as s
  where s.calls_before is not null
  group by s.queryid, s.login
), slow as (
  select
    h.queryid,
    h.login,
    h.text,
    h.calls,
    round((h.ms / 1000)::numeric / h.calls, 2) as measure
  from hour as h
  where h.calls >= greatest(:floor::numeric, 1)
)
select
  case when w.measure > :critical::numeric then 'critical' else 'warning' end as severity,
  'query ' || w.queryid || ' of ' || w.login as target,
  w.measure,
  's' as unit,
  format('%s call%s within the hour took %s s on average, limit %s s: %s', to_char(w.calls, 'FM999,999,999,999,990'), case when w.calls <> 1 then 's' end, w.measure,
    least(:warning::numeric, :critical::numeric),
    left(regexp_replace(w.text, '\s+', ' ', 'g'), 160)) as detail,
  null::text as remedy,
  null::jsonb as remedy_params
from slow as w
where w.measure > least(:warning::numeric, :critical::numeric)
order by measure desc, target;
