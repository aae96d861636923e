-- How pages read a series: its newest answer with the database it came from. Of a server with several databases under care, first_of_server is
-- true for one of them: what belongs to the server is shown once when all databases are in view.
create view caretaker_store.seen as
select
  s.database_id,
  s.series,
  s.taken_at,
  s.took_ms,
  s.rows,
  s.error,
  s.due_at,
  d.name as database_name,
  d.environment,
  d.zone,
  d.login,
  d.dbname,
  d.host || ':' || d.port as server,
  not exists (
    select from caretaker_store.database as o
    join caretaker_store.series as p on p.database_id = o.id and p.series = s.series
    where o.system_identifier = d.system_identifier
      and o.id < d.id) as first_of_server
from caretaker_store.series as s
join caretaker_store.database as d on d.id = s.database_id;
