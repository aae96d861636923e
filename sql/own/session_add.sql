-- Opens a session; only the hash of its token is kept.
insert into caretaker_store.web_session (token_hash, person_id, csrf, created_at, seen_at, expires_at)
values (:token_hash, :person_id, :csrf, :now, :now, :now::timestamptz + interval '12 hours');
