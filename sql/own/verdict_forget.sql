-- Verdicts of checks that no longer exist go; their open findings are closed. What was closed two years ago is forgotten.
with closed as (
  update caretaker_store.finding
  set closed_at = :at
  where database_id = :database_id
    and closed_at is null
    and not :names::jsonb @> to_jsonb(check_name)
  returning id, severity, measure
), told as (
  insert into caretaker_store.finding_event (finding_id, at, event, severity, measure, note)
  select c.id, :at, 'closed', c.severity, c.measure, 'The check no longer exists.'
  from closed as c
), old as (
  delete from caretaker_store.finding
  where database_id = :database_id
    and closed_at < :at::timestamptz - interval '2 years'
)
delete from caretaker_store.verdict
where database_id = :database_id
  and not :names::jsonb @> to_jsonb(check_name);
