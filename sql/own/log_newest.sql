-- The newest entries of the log, for the command line.
select
  l.*
from caretaker_store.maintenance_log as l
where :database::text is null or l.database_name = :database::text
order by l.started_at desc, l.id desc
limit :count;
