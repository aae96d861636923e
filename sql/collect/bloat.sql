-- Bloat
-- How much larger the 1,000 largest tables and 2,000 largest indexes over 1 MB are than their rows need, worked out from the planner's statistics.
-- Where these are hidden, missing or old, or where they cannot tell, the figure is withheld and unknown says why; pgstattuple measures such an object.
-- every: 1 hour
-- limit: 20 s
with recursive locked as materialized (
  select l.relation as oid
  from pg_catalog.pg_locks as l
  where l.locktype = 'relation'
    and l.mode = 'AccessExclusiveLock'
    and l.database = (select d.oid from pg_catalog.pg_database as d where d.datname = pg_catalog.current_database())
), objects as materialized (
  (select c.oid, 'table' as kind, c.oid as table_oid, null::oid as index_oid
   from pg_catalog.pg_class as c
   join pg_catalog.pg_namespace as n on n.oid = c.relnamespace left join pg_catalog.pg_class as t on t.oid = c.reltoastrelid
   where c.relkind in ('r', 'm') and c.relpersistence <> 't' and n.nspname !~ '^pg_' and n.nspname <> 'information_schema'
     and greatest(c.relpages + coalesce(t.relpages, 0), pg_catalog.pg_stat_get_live_tuples(c.oid) / 200) >= 100
   order by c.relpages + coalesce(t.relpages, 0) desc, c.oid limit 1000)
  union all
  (select c.oid, 'index', i.indrelid, c.oid
   from pg_catalog.pg_class as c
   join pg_catalog.pg_index as i on i.indexrelid = c.oid
   join pg_catalog.pg_namespace as n on n.oid = c.relnamespace
   where c.relkind = 'i' and c.relpersistence <> 't' and n.nspname !~ '^pg_' and n.nspname <> 'information_schema'
     and greatest(c.relpages, c.reltuples / 400) >= 100
   order by c.relpages desc, c.oid limit 2000)
), sized as materialized (
  select o.*, c.relname, c.relnamespace, c.relam, t.reltoastrelid, t.relnatts as columns, pg_catalog.current_setting('block_size')::bigint as block,
    c.oid in (select l.oid from locked as l) or o.table_oid in (select l.oid from locked as l) as is_locked,
    coalesce((select r.option_value::integer from pg_catalog.pg_options_to_table(c.reloptions) as r where r.option_name = 'fillfactor'),
      case o.kind when 'table' then 100 else 90 end) as fillfactor,
    coalesce((select r.option_value::boolean from pg_catalog.pg_options_to_table(c.reloptions) as r where r.option_name = 'deduplicate_items'), true) as may_share,
    case o.kind when 'table' then pg_catalog.pg_stat_get_live_tuples(o.oid) else c.reltuples end::double precision as rows,
    pg_catalog.pg_stat_get_mod_since_analyze(o.table_oid)::double precision as modified,
    pg_catalog.pg_stat_get_live_tuples(o.table_oid)::double precision as table_rows,
    coalesce(pg_catalog.pg_stat_get_last_analyze_time(o.table_oid), pg_catalog.pg_stat_get_last_autoanalyze_time(o.table_oid)) is not null as is_analyzed,
    pg_catalog.has_table_privilege(o.table_oid, 'select') as is_readable,
    pg_catalog.row_security_active(o.table_oid) as is_secured
  from objects as o
  join pg_catalog.pg_class as c on c.oid = o.oid join pg_catalog.pg_class as t on t.oid = o.table_oid
), bytes as materialized (
  select s.oid, pg_catalog.pg_relation_size(s.oid) as main,
    case when s.kind = 'table' and s.reltoastrelid <> 0 then pg_catalog.pg_relation_size(s.reltoastrelid) else 0 end as toast
  from sized as s
  where not s.is_locked
), columns as materialized (
  -- An index has its own attributes; their widths are those of the table's columns, or of the expression, which ANALYZE measures under the index's name.
  select s.oid, row_number() over (partition by s.oid order by a.attnum) as place, a.attlen::double precision as length,
    case a.attalign when 'c' then 1 when 's' then 2 when 'i' then 4 else 8 end as align,
    case when a.attisdropped then 1 when b.attnotnull and b.attlen > 0 then 0 else p.null_frac end::double precision as absent,
    p.avg_width::double precision as width,
    s.kind = 'index' and a.attnum <= i.indnkeyatts and (p.n_distinct <= -0.9) as is_distinct
  from sized as s
  join pg_catalog.pg_attribute as a on a.attrelid = s.oid and a.attnum > 0
  left join pg_catalog.pg_index as i on i.indexrelid = s.index_oid
  left join pg_catalog.pg_attribute as b on b.attrelid = s.table_oid and b.attnum = case s.kind when 'table' then a.attnum else i.indkey[a.attnum - 1] end
  left join pg_catalog.pg_class as t on t.oid = case when b.attnum > 0 then s.table_oid else s.oid end
  left join pg_catalog.pg_stats as p on p.schemaname = (select n.nspname from pg_catalog.pg_namespace as n where n.oid = s.relnamespace)
    and p.tablename = t.relname and p.attname = coalesce(b.attname, a.attname) and not p.inherited
), laid (oid, place, size, exact) as (
  -- A row as it lies on the page: each column behind the last, aligned. Behind one of varying width the padding is an average.
  select s.oid, 0::bigint, 0::double precision, true
  from sized as s
  union all
  select l.oid, l.place + 1,
    l.size + case
      when c.absent >= 1 then 0
      when c.length > 0 and l.exact then ceil(l.size / c.align) * c.align - l.size + c.length * (1 - c.absent)
      when c.length > 0 then ((c.align - 1) / 2.0 + c.length) * (1 - c.absent)
      else (c.width + case when c.width > 126 then 1.5 else 0 end) * (1 - c.absent) end,
    l.exact and (c.absent >= 1 or (c.length > 0 and c.absent <= 0))
  from laid as l
  join columns as c on c.oid = l.oid and c.place = l.place + 1), shapes as (
  select c.oid, count(*) as columns, bool_or(c.length = -2) as has_names, bool_or(c.absent is null or (c.length = -1 and c.absent < 1 and c.width is null)) as is_blind,
    coalesce(bool_or(c.is_distinct), false) as is_distinct, bool_or(c.length = -1) as varies,
    1 - exp(sum(ln(greatest(1 - c.absent, 0.000001)))) as with_nulls
  from columns as c
  group by c.oid
), needs as (
  select s.*, b.main, b.toast, h.columns as places, h.has_names, h.is_blind, h.is_distinct, h.varies, r.lengths,
    case s.kind when 'table' then (s.block - 24 - s.block * (100 - s.fillfactor) / 100) / r.lengths - case when h.varies and r.lengths > 400 then 0.5 else 0 end
      else (s.block - 40 - s.block * (100 - s.fillfactor) / 100) / r.lengths - 1 end as per_page
  from sized as s
  left join bytes as b on b.oid = s.oid
  join shapes as h on h.oid = s.oid
  join laid as l on l.oid = s.oid and l.place = h.columns
  cross join lateral (select case s.kind
      when 'table' then 24 + case when h.columns > 8 then h.with_nulls * (ceil((23 + ceil(h.columns / 8.0)) / 8) * 8 - 24) else 0 end
      else 8 + 8 * h.with_nulls end + l.size as bare) as w
  cross join lateral (select case when l.exact then ceil(w.bare / 8) * 8 else w.bare + 3.5 end + 4 as lengths) as r
), judged as (
  select n.*, i.indpred is not null and n.varies as is_partial, i.indisvalid, n.main as total, am.amname,
    n.block * case n.kind when 'table' then ceil(n.rows / greatest(case when n.varies then n.per_page else floor(n.per_page) end, 1))
      else 1 + ceil(n.rows / greatest(floor(n.per_page), 1) * (1 + n.lengths / (n.block * 0.7))) end as needed,
    n.kind = 'index' and n.may_share and not i.indisunique and not n.is_distinct as is_shared
  from needs as n
  left join pg_catalog.pg_index as i on i.indexrelid = n.index_oid
  left join pg_catalog.pg_am as am on am.oid = n.relam
)
select j.oid::bigint as oid, j.kind, j.table_oid::bigint as table_oid, (coalesce(j.total, 0) + coalesce(h.toast, 0))::bigint as total_bytes,
  case when u.reason is null then greatest(j.total - j.needed, 0)::bigint end as wasted_bytes, u.reason as unknown
from judged as j
cross join lateral (select case
  when j.is_locked then 'another session holds it exclusively'
  when j.kind = 'index' and j.amname <> 'btree' then j.amname || ' indexes cannot be estimated'
  when j.kind = 'index' and not j.indisvalid then 'the index is invalid'
  when j.kind = 'table' and j.amname is distinct from 'heap' then 'it is no heap'
  when not j.is_analyzed then 'never analysed since the statistics began'
  when j.modified > 0.2 * greatest(j.table_rows, 1) then round(100 * j.modified / greatest(j.table_rows, 1)) || ' % changed since the last ANALYZE'
  when j.is_blind and j.is_secured then 'row security hides its column statistics from this login'
  when j.is_blind and not j.is_readable then 'its column statistics are hidden from this login until it may SELECT'
  when j.is_blind then 'it has columns without statistics'
  when j.has_names then 'it holds the type name'
  when j.toast > 0.2 * (j.main + j.toast) then round(100 * j.toast / (j.main + j.toast)) || ' % of it is TOAST, which has no statistics'
  when j.is_partial then 'a partial index may hold other widths than the table'
  when j.is_shared then 'entries with equal keys are stored once'
  when j.needed > 1.15 * j.total then 'the statistics do not fit its size' end as reason) as u
cross join lateral (select case when u.reason like '%TOAST%' then j.toast else 0 end as toast) as h
where coalesce(j.total + j.toast, 1048576) >= 1048576
order by j.oid;
