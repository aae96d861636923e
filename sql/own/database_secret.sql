-- The encrypted password of a database.
select secret
from caretaker_store.database
where id = :id;
