-- Bloat of one table, measured
-- Reads what is not marked all-visible, and the TOAST table with it. Wasted is what a fresh table with these rows and this fill factor would not need.
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
  select p.*, m.table_len, m.approx_tuple_count as rows, m.table_len - m.approx_free_space - m.dead_tuple_len as bytes, pg_catalog.current_setting('block_size')::numeric as block,
    coalesce((select r.option_value::integer from pg_catalog.pg_options_to_table(p.reloptions) as r where r.option_name = 'fillfactor'), 100) as fillfactor
  from parts as p
  cross join lateral @extschema@.pgstattuple_approx(p.oid::pg_catalog.regclass) as m
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
