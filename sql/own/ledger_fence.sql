-- The epoch of a run, held until the end of the transaction: a takeover waits, other workers do not.
select epoch
from caretaker.run
where run = :run::uuid
for share;
