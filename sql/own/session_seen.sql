-- Keeps when a session was last used.
update caretaker_store.web_session
set seen_at = :now
where token_hash = :token_hash;
