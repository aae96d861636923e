-- The person of a session that has not expired.
select
  s.person_id,
  p.name,
  p.role,
  p.theme,
  s.csrf,
  s.token_hash,
  s.seen_at
from caretaker_store.web_session as s
join caretaker_store.person as p on p.id = s.person_id
where s.token_hash = :token_hash
  and s.expires_at > :now
order by s.person_id;
