-- How many people can sign in with a password.
select count(*)
from caretaker_store.person
where password_hash is not null;
