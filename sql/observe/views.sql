-- Views
-- Materialized views: what materialized_view_metadata says of them where that table is, else when the collector saw their file or rows change.
-- :database  bigint  <1>  Id of one database, null for all
-- :search  text  <>  Part of schema.view
-- :offset  bigint  <0>  Rows before the page
select
  s.database_id,
  s.database_name,
  s.environment,
  s.zone,
  s.taken_at,
  r.schema_name,
  r.relation_name,
  r.owner,
  r.is_filled,
  r.estimated_rows,
  x.heap_bytes + x.index_bytes + x.toast_bytes as total_bytes,
  r.unique_index,
  r.may_refresh,
  m.source,
  m.last_refreshed,
  m.records_processed,
  m.refresh_duration_seconds,
  c.changed_at,
  c.unchanged_since,
  (select jsonb_agg(jsonb_build_array(extract(epoch from f.taken_at)::bigint, f.value) order by f.taken_at)
   from (select h.*
         from (select a.taken_at, a.value, lag(a.value) over (order by a.taken_at) as before
               from caretaker_store.figure as a
               where a.database_id = s.database_id and a.series = 'refreshes' and a.object = m.source || '.' || m.view_name and a.metric = 'refresh_duration_seconds') as h
         where h.before is distinct from h.value
         order by h.taken_at desc
         limit 60) as f) as durations,
  count(*) over () as found,
  count(*) filter (where not r.is_filled) over () as empty,
  count(*) filter (where r.unique_index is null) over () as not_concurrent
from caretaker_store.seen as s
cross join lateral jsonb_to_recordset(s.rows) as r(oid bigint, schema_name text, relation_name text, owner text, is_filled boolean, estimated_rows bigint,
  file_number bigint, changes bigint, unique_index text, may_refresh boolean)
left join caretaker_store.relation as x on x.database_id = s.database_id and x.oid = r.oid
left join lateral (
  select d.*
  -- what Caretaker itself wrote into its own table is the second choice
  from caretaker_store.series as k
  cross join lateral jsonb_to_recordset(k.rows) as d(source text, view_name text, last_refreshed timestamptz, records_processed numeric, refresh_duration_seconds numeric)
  where k.database_id = s.database_id
    and k.series = 'refreshes'
    and d.view_name in (r.relation_name, r.schema_name || '.' || r.relation_name)
  order by d.last_refreshed - case when d.source = 'caretaker.materialized_view_metadata' then interval '10 minutes' else interval '0' end desc nulls last, d.source
  limit 1
) as m on true
-- The first sample with the present file and rows; there was another one before, or this is all that is known.
left join lateral (
  select
    max(f.first_at) filter (where f.before is not null) as changed_at,
    min(f.first_at) filter (where f.before is null) as unchanged_since
  from (
    select
      h.taken_at as first_at,
      lag(h.value) over (partition by h.metric order by h.taken_at) as before,
      h.value
    from caretaker_store.figure as h
    where h.database_id = s.database_id
      and h.series = 'views'
      and h.object = r.schema_name || '.' || r.relation_name
      and h.metric in ('file_number', 'changes')
  ) as f
  where f.before is distinct from f.value
) as c on true
where s.series = 'views'
  and (:database::bigint is null or s.database_id = :database::bigint)
  and strpos(lower(r.schema_name || '.' || r.relation_name), lower(:search)) > 0
order by s.database_name, r.schema_name, r.relation_name
limit 100
offset :offset::bigint;
