-- Back to the default of a threshold, for checks of the server in all of its databases.
delete from caretaker_store.threshold as t
using caretaker_store.database as d
join caretaker_store.database as o on caretaker_store.same_server(o, d)
where d.id = :database_id
  and t.database_id = o.id
  and t.check_name = :check_name
  and t.parameter = :parameter
  and (o.id = d.id or :server::boolean);
