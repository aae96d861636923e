-- Rows still match, as was found after the end: a run that somebody has resumed meanwhile is left alone.
update caretaker.run
set outcome = 'done_with_remainder'
where run = :run::uuid
  and state = 'ended'
  and outcome = 'done'
returning epoch;
