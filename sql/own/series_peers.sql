-- The databases under care on the same server, this one among them.
select o.id
from caretaker_store.database as d
join caretaker_store.database as o on coalesce(o.system_identifier = d.system_identifier, (o.host, o.port) = (d.host, d.port))
where d.id = :database_id
order by o.id;
