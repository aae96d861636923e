-- It may be heard of again.
with ended as (
  update caretaker_store.mute
  set ended_at = :at
  where id = :id
    and ended_at is null
  returning database_id, check_name, target
)
insert into caretaker_store.finding_event (finding_id, at, event, severity, measure, person)
select f.id, :at, 'unmuted', f.severity, f.measure, :person
from ended as m
join caretaker_store.finding as f on f.database_id = m.database_id and f.check_name = m.check_name and f.closed_at is null and (m.target is null or m.target = f.target);
