-- Indexes: totals
-- How many indexes there are of each verdict among those that match, what they hold and what could come back.
-- :database  bigint  <1>  Id of one database, null for all
-- :search  text  <>  Part of the index, table or columns
with known as materialized (
  select
    i.verdict,
    i.size_bytes,
    i.gain_bytes,
    i.observed_since,
    i.taken_at,
    :search = '' or strpos(lower(i.schema_name || '.' || i.index_name || ' ' || i.table_name || ' ' || array_to_string(i.columns, ' ')), lower(:search)) > 0 as found
  from caretaker_store.index as i
  where i.parent_oid is null
    and (:database::bigint is null or i.database_id = :database::bigint)
)
select
  count(*) as indexes,
  coalesce(sum(i.size_bytes), 0) as bytes,
  coalesce(sum(i.gain_bytes), 0) as gain_bytes,
  count(*) filter (where i.verdict = 'invalid') as invalid,
  count(*) filter (where i.verdict = 'unused') as unused,
  count(*) filter (where i.verdict in ('duplicate', 'covered')) as duplicate,
  count(*) filter (where i.verdict = 'bloated') as bloated,
  count(*) filter (where i.verdict in ('early', 'unmeasured', 'unjudged')) as unsaid,
  count(*) filter (where i.verdict = 'used') as used,
  min(i.observed_since) as watched_since,
  min(i.taken_at) as taken_at,
  (select count(*) from known) as known,
  (select string_agg(distinct d.name || ': ' || s.error, '; ')
   from caretaker_store.series as s
   join caretaker_store.database as d on d.id = s.database_id
   where s.series in ('indexes', 'foreign_keys')
     and (:database::bigint is null or s.database_id = :database::bigint)) as error
from known as i
where i.found
order by indexes;
