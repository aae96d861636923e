-- Counts a wrong password; the fifth in a row locks the name for a quarter of an hour.
update caretaker_store.person
set failed_signins = case when failed_signins >= 4 then 0 else failed_signins + 1 end,
    locked_until = case when failed_signins >= 4 then :now::timestamptz + interval '15 minutes' else locked_until end
where id = :id;
