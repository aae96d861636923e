-- Table
-- Everything the catalogue knows about one table: columns, indexes, foreign keys in both directions, triggers, rights of this login.
-- :schema  text  <public>  Its schema
-- :table  text  <events>  Its name
with t as (
  select c.*, n.nspname
  from pg_catalog.pg_class as c
  join pg_catalog.pg_namespace as n on n.oid = c.relnamespace
  where n.nspname = :schema
    and c.relname = :table
    and c.relkind in ('r', 'p', 'v', 'm', 'f')
)
select
  t.oid::bigint as oid,
  t.nspname::text as schema_name,
  t.relname::text as table_name,
  t.relkind::text as relkind,
  t.relpersistence::text as persistence,
  t.relispartition as is_partition,
  t.relhassubclass and t.relkind = 'r' as has_children,
  exists (select from pg_catalog.pg_inherits as i where i.inhrelid = t.oid) and not t.relispartition as is_child,
  t.relhasrules as has_rules,
  t.relreplident::text as replica_identity,
  pg_catalog.row_security_active(t.oid) as row_security_active,
  pg_catalog.pg_get_userbyid(t.relowner)::text as owner,
  pg_catalog.pg_has_role(t.relowner, 'usage') as owned,
  case
    when t.relkind = 'p' then leaf.estimated_rows
    when t.reltuples >= 0 then t.reltuples::bigint
  end as estimated_rows,
  leaf.heap_bytes,
  leaf.index_bytes,
  leaf.total_bytes,
  pg_catalog.has_table_privilege(t.oid, 'select') as may_select,
  pg_catalog.has_table_privilege(t.oid, 'delete') as may_delete,
  pg_catalog.has_table_privilege(t.oid, 'insert') as may_insert,
  pg_catalog.has_schema_privilege(t.nspname, 'create') as may_create,
  coalesce(pg_catalog.obj_description(t.oid, 'pg_class'), '') as comment,
  coalesce((
    select jsonb_agg(jsonb_build_object(
        'number', a.attnum, 'name', a.attname, 'type', pg_catalog.format_type(a.atttypid, a.atttypmod), 'typeOid', a.atttypid::bigint,
        'bareType', pg_catalog.format_type(a.atttypid, -1), 'operatorSchema', coalesce((
            select opn.nspname
            from pg_catalog.pg_operator as o
            join pg_catalog.pg_namespace as opn on opn.oid = o.oprnamespace
            where o.oprname = '='
              and o.oprleft = case when ty.typtype = 'd' then ty.typbasetype else a.atttypid end
              and o.oprright = case when ty.typtype = 'd' then ty.typbasetype else a.atttypid end), 'pg_catalog'),
        'category', ty.typcategory, 'base', coalesce(bt.typname, ty.typname), 'notNull', a.attnotnull, 'generated', a.attgenerated <> '',
        'identity', a.attidentity <> '', 'defaultText', pg_catalog.pg_get_expr(d.adbin, d.adrelid),
        'collation', case when a.attcollation <> ty.typcollation then (
            select quote_ident(cn.nspname) || '.' || quote_ident(co.collname)
            from pg_catalog.pg_collation as co
            join pg_catalog.pg_namespace as cn on cn.oid = co.collnamespace
            where co.oid = a.attcollation) end,
        'comment', pg_catalog.col_description(t.oid, a.attnum)) order by a.attnum)
    from pg_catalog.pg_attribute as a
    join pg_catalog.pg_type as ty on ty.oid = a.atttypid
    left join pg_catalog.pg_type as bt on bt.oid = ty.typbasetype and ty.typtype = 'd'
    left join pg_catalog.pg_attrdef as d on d.adrelid = t.oid and d.adnum = a.attnum
    where a.attrelid = t.oid
      and a.attnum > 0
      and not a.attisdropped), '[]') as columns,
  coalesce((
    select jsonb_agg(jsonb_build_object(
        'name', ic.relname, 'unique', i.indisunique, 'primary', i.indisprimary, 'valid', i.indisvalid, 'method', am.amname,
        'partial', i.indpred is not null, 'columns', (
          select jsonb_agg(pg_catalog.pg_get_indexdef(i.indexrelid, k, true) order by k)
          from generate_series(1, i.indnkeyatts) as k),
        'firstColumn', i.indkey[0], 'keyColumns', i.indkey::text,
        'bytes', pg_catalog.pg_relation_size(i.indexrelid), 'scans', coalesce(s.idx_scan, 0),
        'constraint', exists (select from pg_catalog.pg_constraint as k where k.conindid = i.indexrelid and k.contype in ('p', 'u', 'x')),
        'definition', pg_catalog.pg_get_indexdef(i.indexrelid)) order by i.indisprimary desc, ic.relname)
    from pg_catalog.pg_index as i
    join pg_catalog.pg_class as ic on ic.oid = i.indexrelid
    join pg_catalog.pg_am as am on am.oid = ic.relam
    left join pg_catalog.pg_stat_all_indexes as s on s.indexrelid = i.indexrelid
    where i.indrelid = t.oid), '[]') as indexes,
  coalesce((
    select jsonb_agg(jsonb_build_object(
        'name', k.conname, 'incoming', k.confrelid = t.oid, 'otherOid', case when k.confrelid = t.oid then k.conrelid else k.confrelid end::bigint,
        'otherSchema', onn.nspname, 'otherTable', oc.relname, 'onDelete', k.confdeltype,
        'columns', (select jsonb_agg(a.attname order by u.n) from unnest(k.conkey) with ordinality as u(att, n)
                    join pg_catalog.pg_attribute as a on a.attrelid = k.conrelid and a.attnum = u.att),
        'otherColumns', (select jsonb_agg(a.attname order by u.n) from unnest(k.confkey) with ordinality as u(att, n)
                         join pg_catalog.pg_attribute as a on a.attrelid = k.confrelid and a.attnum = u.att),
        'indexed', exists (
          select from pg_catalog.pg_index as i
          where i.indrelid = k.conrelid and i.indisvalid and i.indpred is null and i.indkey[0] = any (k.conkey)),
        'readable', pg_catalog.has_table_privilege(oc.oid, 'select') and pg_catalog.has_schema_privilege(onn.oid, 'usage')) order by k.conname, oc.relname)
    from pg_catalog.pg_constraint as k
    join pg_catalog.pg_class as oc on oc.oid = case when k.confrelid = t.oid then k.conrelid else k.confrelid end
    join pg_catalog.pg_namespace as onn on onn.oid = oc.relnamespace
    where k.contype = 'f'
      and k.conparentid = 0
      and (k.conrelid = t.oid or k.confrelid = t.oid)), '[]') as foreign_keys,
  coalesce((
    select jsonb_agg(jsonb_build_object(
        'name', g.tgname, 'function', p.proname, 'onDelete', (g.tgtype & 8) <> 0, 'onInsert', (g.tgtype & 4) <> 0, 'before', (g.tgtype & 2) <> 0,
        'definition', pg_catalog.pg_get_triggerdef(g.oid)) order by g.tgname)
    from pg_catalog.pg_trigger as g
    join pg_catalog.pg_proc as p on p.oid = g.tgfoid
    where g.tgrelid = t.oid
      and not g.tgisinternal
      and g.tgenabled in ('O', 'A')), '[]') as triggers
from t
-- Of a partitioned table: the sum of its partitions.
cross join lateral (
  select
    case when min(l.reltuples) filter (where l.relkind = 'r') >= 0 then sum(l.reltuples) filter (where l.relkind = 'r')::bigint end as estimated_rows,
    coalesce(sum(pg_catalog.pg_relation_size(l.oid)), 0)::bigint as heap_bytes,
    coalesce(sum(pg_catalog.pg_indexes_size(l.oid)), 0)::bigint as index_bytes,
    coalesce(sum(pg_catalog.pg_total_relation_size(l.oid)), 0)::bigint as total_bytes
  from pg_catalog.pg_class as l
  where l.oid = t.oid
     or t.relkind = 'p'
    and l.relkind = 'r'
    and l.oid in (select p.relid from pg_catalog.pg_partition_tree(t.oid) as p)
) as leaf
order by t.oid;
