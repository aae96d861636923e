-- Indexes that are missing
-- Foreign keys whose columns begin no index, and policies whose column does, on tables above 1 MB; the largest hundred.
-- :database  bigint  <1>  Id of one database, null for all
-- :search  text  <>  Part of the table or columns
select
  d.name as database_name,
  d.environment,
  m.schema_name,
  m.table_name,
  m.columns,
  m.reason,
  r.estimated_rows,
  r.heap_bytes,
  format(case when r.kind = 'partitioned' then 'CREATE INDEX ON %I.%I (%s);' else 'CREATE INDEX CONCURRENTLY ON %I.%I (%s);' end, m.schema_name, m.table_name,
    (select string_agg(quote_ident(c.name), ', ' order by c.place) from unnest(m.columns) with ordinality as c (name, place))) as remedy,
  -- A row of the index: the tuple's head, its pointer and about eight bytes for each column, on pages filled to nine tenths.
  (r.estimated_rows * (12 + 8 * cardinality(m.columns)) / 0.9)::bigint as index_bytes
from (
  select
    s.database_id,
    k.schema_name,
    k.table_name,
    k.columns,
    format('foreign key %s: each delete in %s searches here', k.constraint_name, k.referenced_table) as reason
  from caretaker_store.series as s
  cross join lateral jsonb_to_recordset(s.rows) as k (schema_name text, table_name text, columns text[], constraint_name text, referenced_table text)
  where s.series = 'foreign_keys'
  union all
  select
    p.database_id,
    p.schema_name,
    p.table_name,
    array[p.column_name],
    format('policy %s finds its rows by this column', p.name)
  from caretaker_store.policy as p
  where p.keep <> 'forever'
    and exists (select from caretaker_store.series as s where s.database_id = p.database_id and s.series = 'indexes' and s.taken_at is not null)
    and not exists (
      select
      from caretaker_store.index as i
      where i.database_id = p.database_id
        and i.schema_name = p.schema_name
        and i.table_name = p.table_name
        and i.is_valid
        and i.predicate is null
        and i.method in ('btree', 'brin')
        and regexp_replace(i.columns[1], ' DESC$', '') = p.column_name)
) as m
join caretaker_store.database as d on d.id = m.database_id
join caretaker_store.relation as r on r.database_id = m.database_id and r.schema_name = m.schema_name and r.relation_name = m.table_name
where (:database::bigint is null or m.database_id = :database::bigint)
  and strpos(lower(m.schema_name || '.' || m.table_name || ' ' || array_to_string(m.columns, ' ')), lower(:search)) > 0
  and r.heap_bytes >= 1048576
order by d.name, r.heap_bytes desc, m.schema_name, m.table_name, m.columns
limit 100;
