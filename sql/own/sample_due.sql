-- Claims the databases that are due for a sample: of several consoles on one store, one gets each.
update caretaker_store.database
set sample_due_at = now() + interval '5 minutes'
where sample_due_at <= now()
returning id;
