-- What is known of the series a check reads: of this database, or of another one of its server for what is sampled once per server.
select distinct on (s.series)
  s.series,
  s.taken_at,
  s.error
from caretaker_store.database as d
join caretaker_store.database as o on caretaker_store.same_server(o, d)
join caretaker_store.series as s on s.database_id = o.id
where d.id = :database_id
order by s.series, o.id <> d.id, s.taken_at desc nulls last;
