-- What is known of the refreshes of each materialized view of a database, for materialized_view_metadata inside it: the newest of what the application's own
-- table says, what pg_stat_statements counted, and when the view's file or rows were seen to change. Within ten minutes the one that tells more wins.
with views as (
  select
    s.database_id,
    r.schema_name,
    r.relation_name,
    r.schema_name || '.' || r.relation_name as full_name,
    count(*) over (partition by r.relation_name) = 1 as is_alone
  from caretaker_store.series as s
  cross join lateral jsonb_to_recordset(s.rows) as r (schema_name text, relation_name text)
  where s.database_id = :database_id::bigint
    and s.series = 'views'
), seen as (
  select
    h.object as full_name,
    max(h.taken_at) as refreshed_at
  from (
    select
      f.object,
      f.taken_at,
      f.value,
      lag(f.value) over (partition by f.object, f.metric order by f.taken_at) as before
    from caretaker_store.figure as f
    where f.database_id = :database_id::bigint
      and f.series = 'views'
      and f.metric in ('file_number', 'changes')
  ) as h
  where h.before <> h.value
  group by h.object
), counted as (
  -- the newest time at which the calls of such a statement had risen; the name as it stands there, without its quotes
  select
    replace(regexp_replace(regexp_replace(t.text, '^\s*refresh\s+materialized\s+view\s+(concurrently\s+|)', '', 'i'), '[\s;].*$', ''), '"', '') as name,
    c.*
  from caretaker_store.statement as t
  cross join lateral (
    select
      r.taken_at as refreshed_at,
      r.calls_before is null as is_first,
      r.calls - coalesce(r.calls_before, 0) as calls,
      r.rows - coalesce(r.rows_before, 0) as rows,
      r.total_ms - coalesce(r.ms_before, 0) as ms
    from (
      select
        a.*,
        lag(a.calls) over w as calls_before,
        lag(a.rows) over w as rows_before,
        lag(a.total_ms) over w as ms_before
      from caretaker_store.statement_sample as a
      where a.database_id = t.database_id
        and a.queryid = t.queryid
        and a.login = t.login
      window w as (order by a.taken_at)
    ) as r
    where r.calls > coalesce(r.calls_before, 0)
    order by r.taken_at desc
    limit 1
  ) as c
  where t.database_id = :database_id::bigint
    and t.text ~* '^\s*refresh\s+materialized\s'
    and t.text !~* 'with\s+no\s+data'
), known as (
  select v.full_name, d.last_refreshed, d.records_processed, d.refresh_duration_seconds, 2 as weight
  from views as v
  join caretaker_store.series as k on k.database_id = v.database_id and k.series = 'refreshes'
  cross join lateral jsonb_to_recordset(k.rows) as d (source text, view_name text, last_refreshed timestamptz, records_processed numeric, refresh_duration_seconds numeric)
  where d.source <> 'caretaker.materialized_view_metadata'
    and d.last_refreshed is not null
    and (d.view_name = v.full_name or d.view_name = v.relation_name and v.is_alone)
  union all
  select v.full_name, c.refreshed_at, nullif(c.rows, 0) / c.calls, round((c.ms / c.calls / 1000)::numeric, 3), 1
  from views as v
  join counted as c on lower(c.name) = lower(v.full_name) or lower(c.name) = lower(v.relation_name) and v.is_alone
  left join seen as e on e.full_name = v.full_name
  -- the first count may be of long ago, unless the view changed at that time
  where (not c.is_first or c.calls = 1 and e.refreshed_at between c.refreshed_at - interval '10 minutes' and c.refreshed_at + interval '10 minutes')
  union all
  select e.full_name, e.refreshed_at, null, null, 0
  from seen as e
)
select
  case when v.schema_name = 'public' then v.relation_name else v.full_name end as view_name,
  v.relation_name,
  k.last_refreshed,
  k.records_processed::bigint as records_processed,
  k.refresh_duration_seconds
from views as v
left join lateral (
  select n.*
  from known as n
  where n.full_name = v.full_name
  order by n.last_refreshed + n.weight * interval '10 minutes' desc
  limit 1
) as k on true
order by v.schema_name, v.relation_name;
