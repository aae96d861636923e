-- Index health
-- Indexes that are not valid: a concurrent build failed or was cancelled. They cost writes and serve no query.
-- scope: database
-- reads: target
-- :warning  numeric  <0>  Invalid indexes of one table that are tolerated
-- :critical  numeric  <>  Invalid indexes of one table that are tolerated
with indexes as (
  select
    n.nspname || '.' || t.relname || '.' || c.relname as shown,
    n.nspname || '.' || c.relname as target,
    format('%I.%I', n.nspname, c.relname) as quoted,
    c.relname ~ '_ccnew\d*$' as leftover,
    i.indisvalid and i.indisready as healthy,
    c.relpages::bigint * current_setting('block_size')::integer as bytes,
    count(*) filter (where not (i.indisvalid and i.indisready)) over (partition by i.indrelid) as wrong
  from pg_catalog.pg_index as i
  join pg_catalog.pg_class as c on c.oid = i.indexrelid
  join pg_catalog.pg_class as t on t.oid = i.indrelid
  join pg_catalog.pg_namespace as n on n.oid = c.relnamespace
  where c.relkind = 'i'
    and n.nspname not in ('pg_catalog', 'information_schema', 'pg_toast', 'caretaker', 'caretaker_store')
    and n.nspname !~ '^pg_temp'
    and not exists (select from pg_catalog.pg_stat_progress_create_index as b where b.index_relid = i.indexrelid)
), largest as (
  select s.* from indexes as s order by s.bytes desc, s.shown limit 5
)
select
  'ok' as severity,
  'indexes' as target,
  null::numeric as measure,
  'bytes' as unit,
  coalesce((select format('Top %s indexes:', count(*)) || string_agg(E'\n  - ' || l.shown || ': ' || pg_size_pretty(l.bytes), '' order by l.bytes desc, l.shown) from largest as l
            having count(*) > 0), 'No indexes') as detail,
  null::text as remedy,
  null::jsonb as remedy_params
union all
select
  case when s.wrong > :critical::numeric then 'critical' else 'warning' end,
  s.target,
  s.bytes,
  'bytes',
  case when s.leftover then 'The index is what a REINDEX CONCURRENTLY left behind; drop it.'
    else 'The index is not valid: PostgreSQL keeps it up to date, and no query may use it. Rebuild or drop it.' end,
  case when s.leftover then 'drop_index' else 'reindex' end,
  jsonb_build_object('index', s.quoted)
from indexes as s
where not s.healthy
  and s.wrong > least(:warning::numeric, :critical::numeric)
order by severity, measure desc nulls last, target;
