-- The admin a sign-in link is for when nobody is named: the one without a password first, then the oldest.
select name
from caretaker_store.person
where role = 'admin'
order by password_hash is not null, id;
