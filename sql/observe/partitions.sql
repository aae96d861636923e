-- Partitions
-- Each partitioned table with what its partitions hold, gaps and overlaps of their bounds, rows in the default partition, and until when new rows
-- find a partition.
-- :database  bigint  <1>  Id of one database, null for all
-- :at  timestamptz  <2026-11-20T00:00:00Z>  Now
with nodes as materialized (
  select
    s.database_id,
    s.database_name,
    s.zone,
    s.taken_at,
    r.*,
    x.heap_bytes + x.index_bytes + x.toast_bytes as total_bytes,
    coalesce(x.estimated_rows, r.live_rows, r.estimated_rows) as rows,
    r.key_type in ('date', 'timestamp without time zone', 'timestamp with time zone') as is_time,
    b.*
  from caretaker_store.seen as s
  cross join lateral jsonb_to_recordset(s.rows) as r(root_oid bigint, oid bigint, parent_oid bigint, level integer, is_leaf boolean, schema_name text,
    relation_name text, bounds text, strategy text, partition_key text, is_default boolean, lower text, upper text, key_type text, key_column text,
    is_detaching boolean, live_rows bigint, estimated_rows bigint)
  left join caretaker_store.relation as x on x.database_id = s.database_id and x.oid = r.oid
  cross join lateral (
    -- A bound as a number: seconds for times, the value itself for integers; no bound at an end is infinity.
    select
      case when r.lower = 'MINVALUE' then '-infinity'::float8
        when r.key_type in ('smallint', 'integer', 'bigint', 'numeric') and r.lower ~ '^-{0,1}[0-9]+$' then r.lower::float8
        when r.key_type ~ '^(date|timestamp)' and r.lower ~ '^([0-9]{4}-[0-9]{2}-[0-9]{2}|-{0,1}infinity)' then extract(epoch from r.lower::timestamptz)::float8 end as low,
      case when r.upper = 'MAXVALUE' then 'infinity'::float8
        when r.key_type in ('smallint', 'integer', 'bigint', 'numeric') and r.upper ~ '^-{0,1}[0-9]+$' then r.upper::float8
        when r.key_type ~ '^(date|timestamp)' and r.upper ~ '^([0-9]{4}-[0-9]{2}-[0-9]{2}|-{0,1}infinity)' then extract(epoch from r.upper::timestamptz)::float8 end as high
  ) as b
  where s.series = 'partitions'
    and (:database::bigint is null or s.database_id = :database::bigint)
), bounded as (
  select
    n.*,
    max(n.high) over (partition by n.database_id, n.parent_oid order by n.low, n.high rows between unbounded preceding and 1 preceding) as before
  from nodes as n
  where n.low is not null
    and n.high is not null
    and not n.is_detaching
), faults as (
  select
    b.database_id,
    b.root_oid,
    count(*) filter (where b.low > b.before) as gaps,
    count(*) filter (where b.low < b.before) as overlaps
  from bounded as b
  group by b.database_id, b.root_oid
), islands as (
  -- Stretches of neighbours without a gap between them.
  select
    i.database_id,
    i.root_oid,
    min(i.low) as low,
    max(i.high) as high
  from (
    select
      b.*,
      sum(case when b.low > b.before then 1 else 0 end) over (partition by b.database_id, b.parent_oid order by b.low, b.high) as island
    from bounded as b
    where b.level = 1
      and b.is_time
  ) as i
  group by i.database_id, i.root_oid, i.island
), runway as (
  -- The end of the stretch that holds now; now itself when there is no partition for it.
  select
    i.database_id,
    i.root_oid,
    coalesce(max(i.high) filter (where i.low <= t.now and i.high > t.now), t.now) as until
  from islands as i
  cross join (select extract(epoch from :at::timestamptz)::float8 as now) as t
  group by i.database_id, i.root_oid, t.now
), totals as (
  select
    p.database_id,
    p.root_oid,
    count(*) filter (where p.is_leaf and p.level > 0) as partitions,
    max(p.level) as levels,
    sum(p.total_bytes) filter (where p.level > 0) as total_bytes,
    max(p.total_bytes) filter (where p.level > 0) as largest_bytes,
    sum(p.rows) filter (where p.is_leaf) as rows,
    min(p.relation_name) filter (where p.is_default and p.level = 1) as default_name,
    sum(p.rows) filter (where p.is_default) as default_rows,
    count(*) filter (where p.is_detaching) as detaching,
    min(p.key_type) filter (where p.level = 1) as key_type
  from nodes as p
  group by p.database_id, p.root_oid
)
select
  n.database_name,
  n.zone,
  n.taken_at,
  n.oid,
  n.schema_name,
  n.relation_name,
  n.partition_key,
  n.strategy,
  c.key_type,
  c.partitions,
  c.levels,
  c.total_bytes,
  c.largest_bytes,
  c.rows,
  c.default_name,
  c.default_rows,
  c.detaching,
  coalesce(f.gaps, 0) as gaps,
  coalesce(f.overlaps, 0) as overlaps,
  w.until is not null as has_runway,
  case when w.until < 'infinity' then to_timestamp(w.until) end as covered_until,
  case when w.until < 'infinity' then (w.until - extract(epoch from :at::timestamptz)::float8) / 86400 end as runway_days
from nodes as n
left join faults as f on f.database_id = n.database_id and f.root_oid = n.oid
left join runway as w on w.database_id = n.database_id and w.root_oid = n.oid
join totals as c on c.database_id = n.database_id and c.root_oid = n.oid
where n.level = 0
order by case when w.until is null then 1 else 0 end, w.until, n.database_name, n.schema_name, n.relation_name
limit 200;
