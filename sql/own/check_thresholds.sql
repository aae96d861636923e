-- The thresholds of a database that differ from their defaults; for checks of the server those of any of its databases, the newest.
select distinct on (t.check_name, t.parameter)
  t.check_name,
  t.parameter,
  t.value,
  t.changed_by,
  t.changed_at
from caretaker_store.database as d
join caretaker_store.database as o on caretaker_store.same_server(o, d)
join caretaker_store.threshold as t on t.database_id = o.id
where d.id = :database_id
  and (o.id = d.id or :server::jsonb @> to_jsonb(t.check_name))
order by t.check_name, t.parameter, t.changed_at desc;
