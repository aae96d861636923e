-- Old history is kept coarser: the last sample of each hour after two days, of each day after two weeks, none of dropped tables after a year.
delete from caretaker_store.relation_sample as s
where s.database_id = :database_id
  and (
    (s.taken_at < :at::timestamptz - interval '2 days' and exists (
      select
      from caretaker_store.relation_sample as l
      where l.database_id = s.database_id
        and l.oid = s.oid
        and l.taken_at > s.taken_at
        and l.taken_at < date_trunc(case when s.taken_at < :at::timestamptz - interval '14 days' then 'day' else 'hour' end, s.taken_at, 'UTC')
          + case when s.taken_at < :at::timestamptz - interval '14 days' then interval '1 day' else interval '1 hour' end))
    or (s.taken_at < :at::timestamptz - interval '1 year' and not exists (
      select
      from caretaker_store.relation as r
      where r.database_id = s.database_id
        and r.oid = s.oid))
  );
