-- What is needed to check a password.
select
  id,
  password_hash,
  locked_until
from caretaker_store.person
where name = :name
order by id;
