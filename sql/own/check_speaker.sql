-- The database that answers for its whole server: the oldest one that is reached, or the oldest.
select o.id
from caretaker_store.database as d
join caretaker_store.database as o on caretaker_store.same_server(o, d)
where d.id = :database_id
order by (o.contact_error is not null), o.id
limit 1;
