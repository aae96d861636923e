-- Somebody has seen it: it stays open and waits no more until it becomes worse.
with seen as (
  update caretaker_store.finding as f
  set acknowledged_at = :at, acknowledged_by = :person
  where f.id = :id
    and f.closed_at is null
    and f.acknowledged_at is null
  returning f.id, f.severity, f.measure
)
insert into caretaker_store.finding_event (finding_id, at, event, severity, measure, person, note)
select s.id, :at, 'acknowledged', s.severity, s.measure, :person, :note
from seen as s;
