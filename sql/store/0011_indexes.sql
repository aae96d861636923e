-- What is asked of ten thousand tables: the verdict of an index is kept with it, and which definition is known. And which databases are on one server.

alter table caretaker_store.database
  add column started_at timestamptz;       -- when its server was started, as that says itself; null before the first sample

-- A standby and a physical copy have the identifier of the server they come from, but no server is started at the very moment of another one.
-- The address counts beside it: after a restart not all databases of a server are sampled at once.
create function caretaker_store.same_server(a caretaker_store.database, b caretaker_store.database) returns boolean language sql stable as $same$
  select a.id = b.id
    or coalesce(a.system_identifier = b.system_identifier, true)
      and coalesce(a.started_at = b.started_at or (a.host, a.port) = (b.host, b.port) and coalesce(a.in_recovery = b.in_recovery, true), false)
$same$;

-- As before; but what belongs to the server is shown for each server, standbys among them.
create or replace view caretaker_store.seen as
select
  s.database_id,
  s.series,
  s.taken_at,
  s.took_ms,
  s.rows,
  s.error,
  s.due_at,
  d.name as database_name,
  d.environment,
  d.zone,
  d.login,
  d.dbname,
  d.host || ':' || d.port as server,
  not exists (
    select from caretaker_store.database as o
    join caretaker_store.series as p on p.database_id = o.id and p.series = s.series
    where caretaker_store.same_server(o, d)
      and o.id < d.id) as first_of_server
from caretaker_store.series as s
join caretaker_store.database as d on d.id = s.database_id;

alter table caretaker_store.index
  add column version bigint,               -- of the definition: stays the same while the names it is made of do; null where that cannot be told
  add column verdict text not null default 'unjudged', -- as of the newest round: invalid, unused, duplicate, covered, bloated, early, unmeasured, used; unjudged before the first
  add column gain_bytes bigint not null default 0; -- what could come back

-- An index as the page shows it: with its bloat, and the same database seen through another server (a standby has its primary's oids).
drop view caretaker_store.index_state;
create view caretaker_store.index_state as
select
  i.*,
  d.name as database_name,
  d.environment,
  d.zone,
  coalesce(m.method, n.method) as bloat_method,
  coalesce(m.taken_at, n.taken_at) as bloat_at,
  case when m.oid is not null then m.wasted_bytes else n.wasted_bytes end as wasted_bytes,
  case when m.oid is null then n.unknown end as bloat_unknown,
  e.scans as scans_elsewhere,
  e.names as elsewhere
from caretaker_store.index as i
join caretaker_store.database as d on d.id = i.database_id
left join caretaker_store.bloat as m on m.database_id = i.database_id and m.oid = i.oid and m.method = 'measured' and m.unknown is null and m.taken_at > i.taken_at - interval '30 days'
left join caretaker_store.bloat as n on n.database_id = i.database_id and n.oid = i.oid and n.method = 'estimate'
left join lateral (
  select
    sum(o.observed_scans) as scans,
    string_agg(s.name, ', ' order by s.name) as names
  from caretaker_store.database as s
  join caretaker_store.index as o on o.database_id = s.id and o.oid = i.oid
  where s.system_identifier = d.system_identifier
    and s.dbname = d.dbname
    and not caretaker_store.same_server(s, d)
) as e on true
where i.parent_oid is null;

-- What counters of a series with one row went up by within a span before a time: from their first figure in it to the newest answer. unknown says why
-- that cannot be told.
create function caretaker_store.increases(database bigint, series text, metrics text[], at timestamptz, span interval)
returns table (target text, hours numeric, counts jsonb, unknown text) language sql stable as $increases$
  select
    d.name,
    round(extract(epoch from s.ended - s.began)::numeric / 3600, 1),
    (select jsonb_object_agg(m.name, coalesce(caretaker_store.increase(d.id, increases.series, '', m.name, s.began, s.ended), 0)) from unnest(increases.metrics) as m (name)),
    case when s.ended > s.began then null
      else format('Two samples within the last %s hours are needed, and there are not: what was counted since a reset long ago does not tell how it goes now.',
        trim_scale(round(extract(epoch from increases.span)::numeric / 3600, 1))) end
  from caretaker_store.database as d
  cross join lateral (
    select
      min(f.taken_at) as began,
      greatest(max(f.taken_at), (
        select k.taken_at
        from caretaker_store.series as k
        where k.database_id = d.id and k.series = increases.series and k.taken_at <= increases.at)) as ended
    from caretaker_store.figure as f
    where f.database_id = d.id
      and f.series = increases.series
      and f.object = ''
      and f.metric = any (increases.metrics)
      and f.taken_at >= increases.at - increases.span
      and f.taken_at <= increases.at
  ) as s
  where d.id = increases.database
$increases$;

-- How often the larger tables were read, sample by sample; a day of it is kept.
create table caretaker_store.table_scan (
  database_id bigint not null references caretaker_store.database on delete cascade,
  oid bigint not null,
  taken_at timestamptz not null,
  sequential bigint not null,       -- times it was read from end to end
  sequential_rows bigint not null,  -- rows read so
  indexed bigint not null,          -- times one of its indexes was used
  primary key (database_id, oid, taken_at)
);
