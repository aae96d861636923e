-- Whether a person came by a link a short time ago: then the old password is not asked for.
select count(*)
from caretaker_store.signin_link
where person_id = :person_id
  and used_at > :now::timestamptz - interval '15 minutes';
