-- How long a routine took lately, and what it came to: the last ten times it ran.
-- :id  bigint  <1>  The routine
select
  l.id,
  l.status,
  l.started_at,
  l.ended_at,
  l.done_rows,
  l.person,
  l.reason
from caretaker_store.maintenance_log as l
where l.routine_id = :id
  and l.parent_id is null
order by l.started_at desc, l.id desc
limit 10;
