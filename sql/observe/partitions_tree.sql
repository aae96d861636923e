-- Partitions: tree
-- The partitions of one table in the order of their bounds, level by level, with the gap before each: 100 at a time.
-- :database  bigint  <1>  Id of its database
-- :oid  bigint  <1>  Oid of the partitioned table
-- :offset  bigint  <0>  Rows before the page
with recursive nodes as materialized (
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
    and r.root_oid = :oid::bigint
), numbered as materialized (
  select
    n.*,
    row_number() over (partition by n.parent_oid order by n.is_default, n.low, n.high, n.relation_name) as position,
    max(n.high) over w as before,
    (array_agg(n.upper) over w)[count(*) over w] as before_text
  from nodes as n
  window w as (partition by n.parent_oid, n.low is not null, n.is_detaching order by n.is_default, n.low, n.high, n.relation_name rows between unbounded preceding and 1 preceding)
), tree as (
  select
    n.*,
    array[n.position] as path
  from numbered as n
  where n.level = 1
  union all
  select
    n.*,
    t.path || n.position
  from tree as t
  join numbered as n on n.parent_oid = t.oid and n.level > 1
)
select
  t.level,
  t.schema_name,
  t.relation_name,
  t.is_leaf,
  t.bounds,
  t.partition_key,
  t.is_default,
  t.is_detaching,
  t.total_bytes,
  t.rows,
  case when t.low > t.before then t.before_text || ' to ' || t.lower end as gap,
  coalesce(t.low < t.before, false) as overlaps,
  t.is_time and to_timestamp(least(greatest(t.low, -1e11), 1e11)) <= t.taken_at and to_timestamp(least(greatest(t.high, -1e11), 1e11)) > t.taken_at as is_current,
  count(*) over () as found
from tree as t
order by t.path
limit 100
offset :offset::bigint;
