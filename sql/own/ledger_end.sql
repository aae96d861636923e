-- A run has ended, or was declared dead: its table is free, and its epoch can write no more.
update caretaker.run
set state = 'ended',
    outcome = :outcome,
    ended_at = now(),
    epoch = epoch + 1
where run = :run::uuid
returning epoch;
