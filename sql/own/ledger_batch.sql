-- Records a batch in the transaction that moved its rows.
insert into caretaker.batch (run, no, epoch, rows, stored, from_key, to_key, followed)
values (:run::uuid, :no, :epoch, :rows, :stored, :from_key::text, :to_key::text, :followed::jsonb)
returning no;
