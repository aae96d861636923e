-- Indexes
-- Each index with its verdict, a page of 100 in the order of the page's sort; partitions are summed under the index they belong to.
-- :database  bigint  <1>  Id of one database, null for all
-- :search  text  <>  Part of the index, table or columns
-- :filter  text  <>  invalid, unused, duplicate, bloated, unsaid, used, or empty
-- :sort  text  <verdict>  verdict, name, size, scans
-- :down  boolean  <true>  Largest first
-- :offset  bigint  <0>  How many are left out before
with matching as (
  select
    i.*,
    case i.verdict when 'invalid' then 8 when 'unused' then 7 when 'duplicate' then 6 when 'covered' then 5 when 'bloated' then 4
      when 'early' then 3 when 'unmeasured' then 2 else 1 end as weight
  from caretaker_store.index_state as i
  where (:database::bigint is null or i.database_id = :database::bigint)
    and (:search = '' or strpos(lower(i.schema_name || '.' || i.index_name || ' ' || i.table_name || ' ' || array_to_string(i.columns, ' ')), lower(:search)) > 0)
    and (:filter = ''
      or i.verdict = :filter
      or :filter = 'duplicate' and i.verdict = 'covered'
      or :filter = 'unsaid' and i.verdict in ('early', 'unmeasured'))
)
select
  m.database_id,
  m.database_name,
  m.environment,
  m.zone,
  m.oid,
  m.schema_name,
  m.table_name,
  m.index_name,
  m.method,
  m.definition,
  m.columns,
  m.included,
  m.predicate,
  m.is_unique,
  m.is_primary,
  m.is_constraint,
  m.is_identity,
  m.is_partitioned,
  m.size_bytes,
  m.size_exact,
  m.scans,
  m.used_at,
  m.observed_since,
  m.observed_scans,
  m.taken_at,
  m.duplicate_of,
  m.covered_by,
  m.bloat_method,
  m.bloat_at,
  m.wasted_bytes,
  m.bloat_unknown,
  m.scans_elsewhere,
  m.elsewhere,
  m.verdict,
  m.gain_bytes,
  case m.verdict
    when 'invalid' then format('DROP INDEX CONCURRENTLY %I.%I;', m.schema_name, m.index_name)
    when 'bloated' then format('REINDEX INDEX CONCURRENTLY %I.%I;', m.schema_name, m.index_name)
    when 'unmeasured' then null when 'early' then null when 'used' then null
    else format(case when m.is_partitioned then 'DROP INDEX %I.%I;' else 'DROP INDEX CONCURRENTLY %I.%I;' end, m.schema_name, m.index_name) end as remedy,
  case when m.verdict in ('duplicate', 'covered') then (
    select c.definition from caretaker_store.index as c
    where c.database_id = m.database_id
      and c.table_oid = (select o.table_oid from caretaker_store.index as o where o.database_id = m.database_id and o.oid = m.oid)
      and c.index_name = case m.verdict when 'duplicate' then m.duplicate_of else m.covered_by end
    order by c.oid limit 1) end as cover_definition,
  (select c.tuples_read from caretaker_store.index as c where c.database_id = m.database_id and c.oid = m.oid) as tuples_read
from matching as m
order by m.environment <> 'production', m.database_name,
  case when :down::boolean then case :sort when 'size' then -m.size_bytes when 'scans' then -m.scans when 'verdict' then -m.weight end
    else case :sort when 'size' then m.size_bytes when 'scans' then m.scans when 'verdict' then m.weight end end nulls last,
  case when :sort = 'name' and not :down::boolean then m.index_name end,
  case when :sort = 'name' then m.index_name end desc,
  m.size_bytes desc nulls last, m.schema_name, m.index_name, m.oid
limit 100
offset :offset::bigint;
