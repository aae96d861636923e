-- Bloat of one B-tree index, measured
-- Reads all of it. Wasted is what the same entries, packed by a rebuild, would not need.
-- needs: pgstattuple
-- :oid  oid  <2703>  The index
with measured as (
  select m.*, pg_catalog.current_setting('block_size')::numeric as block,
    coalesce((select r.option_value::integer from pg_catalog.pg_options_to_table(c.reloptions) as r where r.option_name = 'fillfactor'), 90) as fillfactor
  from pg_catalog.pg_class as c
  cross join lateral @extschema@.pgstatindex(c.oid::pg_catalog.regclass) as m
  where c.oid = :oid::oid
)
select
  m.index_size as total_bytes,
  case when m.leaf_pages = 0 then greatest(m.index_size - m.block, 0)
    else greatest(m.index_size - m.block - m.block * ceil((m.leaf_pages + m.internal_pages) * least(m.avg_leaf_density::numeric / m.fillfactor, 1)), 0) end::bigint as wasted_bytes
from measured as m
order by m.index_size;
