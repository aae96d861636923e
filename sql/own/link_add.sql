-- Makes a one-time link; only the hash of its token is kept. Older unused links of the person end.
with ended as (
  delete from caretaker_store.signin_link
  where person_id = :person_id
    and used_at is null
)
insert into caretaker_store.signin_link (token_hash, person_id, created_at, expires_at)
values (:token_hash, :person_id, :now, :now::timestamptz + interval '24 hours');
