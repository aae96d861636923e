-- Everybody who may sign in, with their sessions and an open link.
select
  p.id,
  p.name,
  p.role,
  p.password_hash is not null as has_password,
  p.locked_until,
  p.created_at,
  p.created_by,
  (select count(*) from caretaker_store.web_session as s where s.person_id = p.id and s.expires_at > :now) as sessions,
  (select max(s.seen_at) from caretaker_store.web_session as s where s.person_id = p.id) as seen_at,
  (select max(l.expires_at) from caretaker_store.signin_link as l where l.person_id = p.id and l.used_at is null and l.expires_at > :now) as link_until
from caretaker_store.person as p
order by p.name;
