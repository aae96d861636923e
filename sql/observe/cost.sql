-- What observing costs
-- For each database the connections that Caretaker has there, the time its questions took the last time each was asked, and what share of one core that is.
-- :series  text  <[]>  Each series with its seconds between two questions, as JSON
select
  d.name as database_name,
  d.environment,
  (select f.value::integer
   from caretaker_store.figure as f
   where f.database_id = d.id
     and f.series = 'caretaker'
     and f.object = ''
     and f.metric = 'connections'
   order by f.taken_at desc
   limit 1) as connections,
  sum(a.took_ms) as took_ms,
  sum(a.took_ms / (1000.0 * a.seconds)) as share,
  (array_agg(a.series || ', ' || a.took_ms || ' ms' order by a.took_ms desc, a.series))[1] as slowest,
  string_agg(a.series || ': ' || a.error, '; ' order by a.series) as error
from caretaker_store.database as d
cross join lateral (
  select s.series, s.took_ms, w.seconds, case when s.error not like 'The extension%' then s.error end as error
  from caretaker_store.series as s
  join jsonb_to_recordset(:series::jsonb) as w (series text, seconds integer) on w.series = s.series
  where s.database_id = d.id
    and s.took_ms is not null
  union all
  select 'relations', d.sample_ms, 300, null
  where d.sample_ms is not null
) as a
group by d.id, d.name, d.environment
order by d.name;
