-- The databases under care on the same server, this one among them.
select o.id
from caretaker_store.database as d
join caretaker_store.database as o on caretaker_store.same_server(o, d)
where d.id = :database_id
order by o.id;
