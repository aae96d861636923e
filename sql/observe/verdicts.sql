-- Verdicts
-- The newest verdict of each check, worst first, with the target of its worst finding that nobody muted or acknowledged.
-- :database  bigint  <1>  Id of one database, null for all
-- :check  text  <>  Name of one check
-- :at  timestamptz  <2026-11-20T00:00:00Z>  Now
select
  v.check_name,
  d.name as database_name,
  d.environment,
  d.zone,
  v.scope,
  case when v.severity not in ('critical', 'warning') then v.severity when f.findings > 0 then f.worst else 'quiet' end as severity,
  v.unknown,
  v.grant_statement,
  v.detail,
  coalesce(f.findings, 0) as findings,
  f.target,
  f.evidence,
  f.since,
  v.taken_at,
  v.took_ms
from caretaker_store.verdict as v
join caretaker_store.database as d on d.id = v.database_id
left join lateral (
  select
    count(*) as findings,
    min(g.severity) as worst,
    min(g.opened_at) as since,
    (array_agg(g.target order by g.severity, g.opened_at, g.id))[1] as target,
    (array_agg(g.detail order by g.severity, g.opened_at, g.id))[1] as evidence
  from caretaker_store.finding as g
  where g.database_id = v.database_id
    and g.check_name = v.check_name
    and g.closed_at is null
    and g.acknowledged_at is null
    and not exists (
      select from caretaker_store.mute as m
      where m.database_id = g.database_id and m.check_name = g.check_name and (m.target is null or m.target = g.target) and m.ended_at is null and m.until > :at::timestamptz)
) as f on true
where (:check = '' or v.check_name = :check)
  and (:database::bigint is null or v.database_id = :database::bigint or v.scope = 'server' and exists (
    select from caretaker_store.database as o where o.id = :database::bigint and caretaker_store.same_server(o, d)))
order by array_position(array['critical', 'warning', 'unknown', 'quiet', 'ok'], case when v.severity not in ('critical', 'warning') then v.severity when f.findings > 0 then f.worst else 'quiet' end),
  array_position(array['production', 'staging', 'development'], d.environment), d.name, v.check_name;
