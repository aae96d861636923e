-- Policies without an index
-- A policy finds its oldest rows by a time column; without an index that leads with it each run reads the table from end to end.
-- scope: database
-- reads: store
-- series: indexes
-- :warning  numeric  <100>  MB of the table
-- :critical  numeric  <>  MB of the table
-- :floor  numeric  <10000>  Rows of the table below which it does not matter
select
  case when t.heap_bytes > :critical::numeric * 1048576 then 'critical' else 'warning' end as severity,
  p.schema_name || '.' || p.table_name || ' (' || p.column_name || ')' as target,
  t.heap_bytes::numeric as measure,
  'bytes' as unit,
  format('The policy %s looks for old rows by %s; no index of the table (%s, about %s rows) leads with it, limit %s MB.', p.name, p.column_name,
    pg_size_pretty(t.heap_bytes), to_char(t.estimated_rows, 'FM999,999,999,999,990'), least(:warning::numeric, :critical::numeric)) as detail,
  'create_index' as remedy,
  jsonb_build_object('table', format('%I.%I', p.schema_name, p.table_name), 'columns', quote_ident(p.column_name)) as remedy_params
from caretaker_store.policy as p
join caretaker_store.relation_state as t on t.database_id = p.database_id and t.schema_name = p.schema_name and t.relation_name = p.table_name
where p.database_id = :database::bigint
  and p.keep <> 'forever'
  and t.kind in ('table', 'partition')
  and t.estimated_rows >= :floor::numeric
  and t.heap_bytes > least(:warning::numeric, :critical::numeric) * 1048576
  and not exists (
    select
    from caretaker_store.index as i
    where i.database_id = p.database_id
      and i.table_oid = t.oid
      and i.is_valid
      and i.predicate is null
      and i.columns[1] in (p.column_name, quote_ident(p.column_name)))
order by measure desc, target;
