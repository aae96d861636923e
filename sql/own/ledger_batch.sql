-- Records a batch in the transaction that moved its rows.
insert into caretaker.batch (run, no, epoch, rows, stored, from_key, to_key, followed, relation, worker, passed, file, sha256, file_bytes)
values (:run::uuid, :no, :epoch, :rows, :stored, :from_key::text, :to_key::text, :followed::jsonb, :relation::oid, :worker, :passed::text, :file::text,
  :sha256::text, :file_bytes::bigint)
returning no;
