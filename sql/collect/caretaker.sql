-- Caretaker's own connections
-- What Caretaker itself costs this database in connections; what its queries cost is kept with each series.
-- every: 5 minutes
-- history: connections
select count(*) as connections
from pg_catalog.pg_stat_activity as a
where a.datname = pg_catalog.current_database()
  and a.application_name like 'caretaker%'
order by connections;
