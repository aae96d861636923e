-- A note, an issue found or a next action on an entry of the log: signed, never changed.
insert into caretaker_store.note (log_id, kind, body, person, at)
values (:log_id, :kind, :body, :person, :now);
