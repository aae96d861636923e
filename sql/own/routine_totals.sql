-- A routine's rows are those of its tasks.
update caretaker_store.maintenance_log as l
set planned_rows = total.planned_rows,
    done_rows = total.done_rows,
    done_bytes = total.done_bytes
from (
  select
    sum(c.planned_rows)::bigint as planned_rows,
    sum(c.done_rows)::bigint as done_rows,
    sum(c.done_bytes)::bigint as done_bytes
  from caretaker_store.maintenance_log as c
  where c.parent_id = :id
) as total
where l.id = :id;
