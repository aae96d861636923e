-- Ends all links of a person: once a password is set they have served.
delete from caretaker_store.signin_link
where person_id = :person_id;
