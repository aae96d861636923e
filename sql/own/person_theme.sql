-- Keeps the theme a person chose.
update caretaker_store.person
set theme = :theme
where id = :id;
