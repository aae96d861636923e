-- What a check no longer finds is closed.
with closed as (
  update caretaker_store.finding as f
  set closed_at = :at
  where f.database_id = :database_id
    and f.check_name = :check_name
    and f.closed_at is null
    and f.target not in (select s.target from jsonb_to_recordset(:findings::jsonb) as s (target text))
  returning f.id, f.severity, f.measure
)
insert into caretaker_store.finding_event (finding_id, at, event, severity, measure)
select c.id, :at, 'closed', c.severity, c.measure
from closed as c;
