-- The names a routine of a database may use beside the fixed tasks: its policies.
select name
from caretaker_store.policy
where database_id = :database_id
order by name;
