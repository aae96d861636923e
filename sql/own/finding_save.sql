-- What a check found: new findings open, known ones are brought up to date; what became worse asks for attention again.
with seen as (
  select distinct on (s.target) s.*
  from jsonb_to_recordset(:findings::jsonb) as s (target text, severity text, measure numeric, unit text, detail text, remedy text, "remedyParams" jsonb)
  order by s.target, s.severity
), known as (
  select f.id, f.target, f.severity
  from caretaker_store.finding as f
  where f.database_id = :database_id
    and f.check_name = :check_name
    and f.closed_at is null
), saved as (
  insert into caretaker_store.finding as f (database_id, check_name, scope, target, severity, worst, measure, unit, detail, remedy, remedy_params, opened_at, seen_at)
  select :database_id, :check_name, :scope, s.target, s.severity, s.severity, s.measure, s.unit, s.detail, s.remedy, s."remedyParams", :at, :at
  from seen as s
  on conflict (database_id, check_name, target) where closed_at is null do update
  set severity = excluded.severity, worst = least(f.worst, excluded.severity), measure = excluded.measure, unit = excluded.unit, detail = excluded.detail,
      remedy = excluded.remedy, remedy_params = excluded.remedy_params, seen_at = excluded.seen_at, scope = excluded.scope,
      acknowledged_at = case when excluded.severity < f.severity then null else f.acknowledged_at end,
      acknowledged_by = case when excluded.severity < f.severity then null else f.acknowledged_by end
  returning f.id, f.target, f.severity, f.measure
)
insert into caretaker_store.finding_event (finding_id, at, event, severity, measure)
select s.id, :at, case when k.id is null then 'opened' when s.severity = 'critical' then 'worse' else 'better' end, s.severity, s.measure
from saved as s
left join known as k on k.target = s.target
where k.id is null
  or k.severity <> s.severity;
