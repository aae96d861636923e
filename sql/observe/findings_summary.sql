-- Findings: totals
-- How many findings each filter would show, and how the newest verdicts are.
-- :database  bigint  <1>  Id of one database, null for all
-- :check  text  <>  Name of one check
-- :search  text  <>  Part of the target or of the evidence
-- :at  timestamptz  <2026-11-20T00:00:00Z>  Now
with judged as (
  select
    case when f.closed_at is not null then 'closed'
      when exists (
        select from caretaker_store.mute as m
        where m.database_id = f.database_id and m.check_name = f.check_name and (m.target is null or m.target = f.target) and m.ended_at is null and m.until > :at::timestamptz) then 'muted'
      when f.acknowledged_at is not null then 'acknowledged'
      else f.severity end as state
  from caretaker_store.finding as f
  join caretaker_store.database as d on d.id = f.database_id
  where (:check = '' or f.check_name = :check)
    and (:database::bigint is null or f.database_id = :database::bigint or f.scope = 'server' and exists (
      select from caretaker_store.database as o where o.id = :database::bigint and caretaker_store.same_server(o, d)))
    and strpos(lower(f.target || ' ' || f.detail || ' ' || f.check_name), lower(:search)) > 0
), verdicts as (
  select
    count(*) as checks,
    count(*) filter (where v.severity = 'ok') as ok,
    count(*) filter (where v.unknown is not null) as unknown,
    min(v.taken_at) as taken_at
  from caretaker_store.verdict as v
  join caretaker_store.database as d on d.id = v.database_id
  where (:check = '' or v.check_name = :check)
    and (:database::bigint is null or v.database_id = :database::bigint or v.scope = 'server' and exists (
      select from caretaker_store.database as o where o.id = :database::bigint and caretaker_store.same_server(o, d)))
)
select
  count(*) filter (where j.state = 'critical') as critical,
  count(*) filter (where j.state = 'warning') as warning,
  count(*) filter (where j.state = 'acknowledged') as acknowledged,
  count(*) filter (where j.state = 'muted') as muted,
  count(*) filter (where j.state = 'closed') as closed,
  min(v.checks) as checks,
  min(v.ok) as ok,
  min(v.unknown) as unknown,
  min(v.taken_at) as taken_at
from verdicts as v
left join judged as j on true
order by critical;
