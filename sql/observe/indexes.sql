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
    i.database_id,
    i.oid,
    d.environment <> 'production' as is_lesser,
    d.name as database_name,
    case :sort when 'size' then i.size_bytes when 'scans' then i.scans when 'verdict' then w.weight end * case when :down::boolean then -1 else 1 end as number,
    case when :sort = 'name' and not :down::boolean then i.index_name end as name_up,
    case when :sort = 'name' and :down::boolean then i.index_name end as name_down,
    i.size_bytes,
    i.schema_name,
    i.index_name
  from caretaker_store.index as i
  join caretaker_store.database as d on d.id = i.database_id
  cross join lateral (
    select case i.verdict when 'invalid' then 8 when 'unused' then 7 when 'duplicate' then 6 when 'covered' then 5 when 'bloated' then 4
      when 'early' then 3 when 'unmeasured' then 2 when 'unjudged' then 2 else 1 end as weight
  ) as w
  where i.parent_oid is null
    and (:database::bigint is null or i.database_id = :database::bigint)
    and (:search = '' or strpos(lower(i.schema_name || '.' || i.index_name || ' ' || i.table_name || ' ' || array_to_string(i.columns, ' ')), lower(:search)) > 0)
    and (:filter = ''
      or i.verdict = :filter
      or :filter = 'duplicate' and i.verdict = 'covered'
      or :filter = 'unsaid' and i.verdict in ('early', 'unmeasured', 'unjudged'))
), unseen as (
  -- other servers of the replication that are not under care: whether an index is used there is not known
  select
    d.id as database_id,
    (select count(*)
     from caretaker_store.series as k
     cross join lateral jsonb_to_recordset(k.rows) as r (kind text)
     where k.database_id = d.id and k.series = 'replication')
      - (select count(*)
         from caretaker_store.database as o
         where o.system_identifier = d.system_identifier and o.dbname = d.dbname and not caretaker_store.same_server(o, d)
           and exists (select from caretaker_store.index as x where x.database_id = o.id)) as servers
  from caretaker_store.database as d
), page as (
  select m.*
  from matching as m
  order by m.is_lesser, m.database_name, m.number nulls last, m.name_up, m.name_down desc, m.size_bytes desc nulls last, m.schema_name, m.index_name, m.oid
  limit 100
  offset :offset::bigint
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
  greatest(u.servers, 0) as unseen_servers,
  m.verdict,
  m.gain_bytes,
  case
    when m.verdict = 'invalid' then format('DROP INDEX CONCURRENTLY %I.%I;', m.schema_name, m.index_name)
    when m.verdict = 'bloated' then format('REINDEX INDEX CONCURRENTLY %I.%I;', m.schema_name, m.index_name)
    when m.verdict in ('duplicate', 'covered') or m.verdict = 'unused' and u.servers <= 0
      then format(case when m.is_partitioned then 'DROP INDEX %I.%I;' else 'DROP INDEX CONCURRENTLY %I.%I;' end, m.schema_name, m.index_name) end as remedy,
  case when m.verdict in ('duplicate', 'covered') then (
    select c.definition from caretaker_store.index as c
    where c.database_id = m.database_id
      and c.table_oid = (select o.table_oid from caretaker_store.index as o where o.database_id = m.database_id and o.oid = m.oid)
      and c.index_name = case m.verdict when 'duplicate' then m.duplicate_of else m.covered_by end
    order by c.oid limit 1) end as cover_definition,
  (select c.tuples_read from caretaker_store.index as c where c.database_id = m.database_id and c.oid = m.oid) as tuples_read
from page as p
join caretaker_store.index_state as m on m.database_id = p.database_id and m.oid = p.oid
join unseen as u on u.database_id = m.database_id
order by p.is_lesser, p.database_name, p.number nulls last, p.name_up, p.name_down desc, m.size_bytes desc nulls last, m.schema_name, m.index_name, m.oid;
