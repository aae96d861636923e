-- What people wrote on an entry of the log.
select
  n.id,
  n.kind,
  n.body,
  n.person,
  n.at,
  n.done_by,
  n.done_at
from caretaker_store.note as n
where n.log_id = :log_id
order by n.id;
