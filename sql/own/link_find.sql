-- Whose link this is, as long as it can be used.
select p.name
from caretaker_store.signin_link as l
join caretaker_store.person as p on p.id = l.person_id
where l.token_hash = :token_hash
  and l.used_at is null
  and l.expires_at > :now
order by p.name;
