-- Claims what is due: of several consoles on one store, one gets each series of each database. A series of the server is asked through one of its databases.
with wanted as (
  select
    d.id as database_id,
    w.series,
    w.seconds
  from caretaker_store.database as d
  cross join jsonb_to_recordset(:series::jsonb) as w (series text, seconds integer, server boolean)
  where d.contact_error is null
    and d.sampled_at is not null
    and (not w.server or d.id = (
      select min(o.id)
      from caretaker_store.database as o
      where o.contact_error is null
        and o.sampled_at is not null
        and caretaker_store.same_server(o, d)))
    and not exists (
      select
      from caretaker_store.series as k
      where k.database_id = d.id
        and k.series = w.series
        and k.due_at > now())
)
insert into caretaker_store.series as k (database_id, series, due_at)
select w.database_id, w.series, now() + w.seconds * interval '1 second'
from wanted as w
order by w.database_id, w.series
on conflict (database_id, series) do update
set due_at = excluded.due_at
where k.due_at <= now()
returning k.database_id, k.series;
