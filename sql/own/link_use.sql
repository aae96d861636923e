-- Uses a link, once.
update caretaker_store.signin_link
set used_at = :now
where token_hash = :token_hash
  and used_at is null
  and expires_at > :now
returning person_id;
