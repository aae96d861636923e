-- Bloat of one table, measured
-- Reads what is not marked all-visible, and the TOAST table with it (PostgreSQL 13 only reads that one whole). Wasted is what a fresh table with these rows and this fill factor would not need.
-- needs: pgstattuple
-- :oid  oid  <1247>  The table
with parts as (
  select c.oid, c.reloptions, false as is_toast
  from pg_catalog.pg_class as c
  where c.oid = :oid::oid
  union all
  select t.oid, t.reloptions, true
  from pg_catalog.pg_class as c
  join pg_catalog.pg_class as t on t.oid = c.reltoastrelid
  where c.oid = :oid::oid
), measured as (
  select p.*, m.table_len, m.rows, m.table_len - m.free_space - m.dead_bytes as bytes, pg_catalog.current_setting('block_size')::numeric as block,
    coalesce((select r.option_value::integer from pg_catalog.pg_options_to_table(p.reloptions) as r where r.option_name = 'fillfactor'), 100) as fillfactor
  from parts as p
  cross join lateral (
    select a.table_len, a.approx_tuple_count as rows, a.approx_free_space as free_space, a.dead_tuple_len as dead_bytes
    from @extschema@.pgstattuple_approx(p.oid::pg_catalog.regclass) as a
    where not p.is_toast or pg_catalog.current_setting('server_version_num')::integer >= 140000
    union all
    select e.table_len, e.tuple_count, e.free_space, e.dead_tuple_len
    from @extschema@.pgstattuple(p.oid::pg_catalog.regclass) as e
    where p.is_toast and pg_catalog.current_setting('server_version_num')::integer < 140000
  ) as m
), needed as (
  select m.*,
    -- A page of large rows has room left that none of them fits into: half a row on average.
    case when m.rows <= 0 or m.bytes <= 0 then 0
      else ceil(m.rows / greatest(m.block * m.fillfactor / 100 / (m.bytes / m.rows)::numeric - case when m.bytes / m.rows < 400 then 0 else 0.5 end, 0.5)) * m.block end as need
  from measured as m
)
select
  sum(n.table_len)::bigint as total_bytes,
  sum(greatest(n.table_len - n.need, 0))::bigint as wasted_bytes
from needed as n
order by total_bytes;
