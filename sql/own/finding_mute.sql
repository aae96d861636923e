-- Nobody wants to hear of it for a while: of this finding's target, or of the whole check in its database.
with muted as (
  insert into caretaker_store.mute (database_id, check_name, target, reason, until, created_by, created_at)
  select f.database_id, f.check_name, case when :whole::boolean then null else f.target end, :reason, :until, :person, :at
  from caretaker_store.finding as f
  where f.id = :id
  returning database_id, check_name, target
)
insert into caretaker_store.finding_event (finding_id, at, event, severity, measure, person, note)
select f.id, :at, 'muted', f.severity, f.measure, :person, :reason
from muted as m
join caretaker_store.finding as f on f.database_id = m.database_id and f.check_name = m.check_name and f.closed_at is null and (m.target is null or m.target = f.target);
