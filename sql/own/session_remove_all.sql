-- Ends all sessions of a person.
delete from caretaker_store.web_session
where person_id = :person_id;
