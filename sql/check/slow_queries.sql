-- Slow queries
-- Calls within the last hour of statements that took more than five seconds on average. Single slow calls of fast statements are not counted: PostgreSQL does not keep them.
-- scope: database
-- reads: store
-- series: statements
-- :warning  numeric  <10>  Calls within the hour
-- :critical  numeric  <50>  Calls within the hour
-- :seconds  numeric  <5>  From when on a call is slow
with steps as (
  -- a sample is kept where a counter moved; the newest one before the hour is where it counts from
  select
    t.queryid,
    t.login,
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
    sum(case when s.calls < s.calls_before then s.calls else s.calls - s.calls_before end) as calls,
    sum(case when s.calls < s.calls_before then s.total_ms else s.total_ms - s.ms_before end) as ms
  from steps as s
  where s.calls_before is not null
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
  format('%s call%s over %s s within the hour, limit %s.', to_char(w.calls, 'FM999,999,999,999,990'), case when w.calls <> 1 then 's' end, :seconds::numeric,
    least(:warning::numeric, :critical::numeric)) as detail,
  null::text as remedy,
  null::jsonb as remedy_params
from slow as w
order by target;
