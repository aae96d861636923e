-- Ends one session, and sweeps those that have expired.
delete from caretaker_store.web_session
where token_hash = :token_hash
   or expires_at <= :now;
