-- Findings
-- What the checks found, 100 at a time, the worst and longest open first; what is found on a server shows for each of its databases.
-- :database  bigint  <1>  Id of one database, null for all
-- :check  text  <>  Name of one check
-- :filter  text  <>  critical, warning, acknowledged, muted, closed, or empty: open and not muted
-- :search  text  <>  Part of the target or of the evidence
-- :offset  bigint  <0>  Rows to leave out
-- :at  timestamptz  <2026-11-20T00:00:00Z>  Now
with judged as (
  select
    f.*,
    d.name as database_name,
    d.environment,
    d.zone,
    m.id as mute_id,
    m.until as muted_until,
    m.reason as mute_reason,
    m.created_by as muted_by,
    case when f.closed_at is not null then 'closed' when m.id is not null then 'muted' when f.acknowledged_at is not null then 'acknowledged' else f.severity end as state
  from caretaker_store.finding as f
  join caretaker_store.database as d on d.id = f.database_id
  left join lateral (
    select m.id, m.until, m.reason, m.created_by
    from caretaker_store.mute as m
    where m.database_id = f.database_id
      and m.check_name = f.check_name
      and (m.target is null or m.target = f.target)
      and m.ended_at is null
      and m.until > :at::timestamptz
    order by m.until desc
    limit 1) as m on true
  where (:check = '' or f.check_name = :check)
    and (f.closed_at is null) = (:filter <> 'closed')
    and (:database::bigint is null or f.database_id = :database::bigint or f.scope = 'server' and exists (
      select from caretaker_store.database as o where o.id = :database::bigint and caretaker_store.same_server(o, d)))
    and strpos(lower(f.target || ' ' || f.detail || ' ' || f.check_name), lower(:search)) > 0
)
select
  j.id,
  j.database_name,
  j.environment,
  j.zone,
  j.scope,
  j.check_name,
  j.target,
  j.severity,
  j.worst,
  j.state,
  j.measure,
  j.unit,
  j.detail,
  j.remedy,
  j.remedy_params,
  j.opened_at,
  j.seen_at,
  j.closed_at,
  j.acknowledged_at,
  j.acknowledged_by,
  j.mute_id,
  j.muted_until,
  j.mute_reason,
  j.muted_by,
  (select jsonb_agg(jsonb_build_object('at', e.at, 'event', e.event, 'person', e.person, 'note', e.note) order by e.at, e.event)
   from caretaker_store.finding_event as e where e.finding_id = j.id) as events
from judged as j
where case :filter when 'closed' then true when '' then j.state <> 'muted' when 'critical' then j.state = 'critical' when 'warning' then j.state = 'warning'
        else j.state = :filter end
order by j.closed_at desc nulls first, j.state = 'acknowledged', j.severity, j.opened_at, j.id
limit 100
offset :offset::bigint;
