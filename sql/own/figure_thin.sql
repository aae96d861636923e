-- Old numbers are kept coarser: the last of each hour after two days, of each day after two weeks. What is older than six weeks has been thinned before.
delete from caretaker_store.figure as s
where s.database_id = :database_id
  and s.taken_at < :at::timestamptz - interval '2 days'
  and s.taken_at > :at::timestamptz - interval '45 days'
  and exists (
    select
    from caretaker_store.figure as l
    where l.database_id = s.database_id
      and l.series = s.series
      and l.object = s.object
      and l.metric = s.metric
      and l.taken_at > s.taken_at
      and l.taken_at < date_trunc(case when s.taken_at < :at::timestamptz - interval '14 days' then 'day' else 'hour' end, s.taken_at, 'UTC')
        + case when s.taken_at < :at::timestamptz - interval '14 days' then interval '1 day' else interval '1 hour' end);
