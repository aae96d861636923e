-- What can be asked by SQL inside the database: what each policy would clean up, and how the tables grow. Caretaker brings the figures once an hour.
create table caretaker.cleanup_statistics (
  table_name text not null,
  total_records bigint,
  records_to_cleanup bigint,
  table_size text,
  -- beyond the columns that reports expect
  schema_name text not null,
  policy text not null,
  records_exact boolean,            -- false: records_to_cleanup is an estimate; total_records always is one
  oldest_record timestamptz,
  unknown text,                     -- why it could not be counted
  counted_at timestamptz,
  primary key (schema_name, table_name, policy)
);

create table caretaker.storage (
  schema_name text not null,
  table_name text not null,
  size_bytes bigint not null,
  former_bytes bigint,              -- 30 days before, or at the first sample when that is younger
  former_at timestamptz,
  estimated_rows bigint,
  taken_at timestamptz not null,
  primary key (schema_name, table_name)
);

-- Growth of each table, and of all of them in the first row; alert_level is OK, WARNING or CRITICAL, by GB within 30 days.
-- A history shorter than 30 days is not stretched: what has not grown beyond the limit yet is OK.
create function caretaker.monitor_storage_growth(warning_gb numeric default 5, critical_gb numeric default 10)
returns table (
  schema_name text,
  table_name text,
  current_size text,
  size_bytes bigint,
  growth_bytes bigint,
  growth_percent numeric,
  growth_days numeric,
  estimated_rows bigint,
  alert_level text,
  taken_at timestamptz
)
language sql stable security invoker
as $function$
  with grown as (
    select s.schema_name, s.table_name, s.size_bytes, s.size_bytes - s.former_bytes as growth, s.former_bytes, s.former_at, s.estimated_rows, s.taken_at, 1 as place
    from caretaker.storage as s
    union all
    select null, '(all tables)', pg_catalog.sum(s.size_bytes)::bigint, pg_catalog.sum(s.size_bytes - s.former_bytes)::bigint, pg_catalog.sum(s.former_bytes)::bigint,
      pg_catalog.min(s.former_at), pg_catalog.sum(s.estimated_rows)::bigint, pg_catalog.max(s.taken_at), 0
    from caretaker.storage as s
    having pg_catalog.count(*) > 0
  )
  select
    g.schema_name,
    g.table_name,
    pg_catalog.pg_size_pretty(g.size_bytes),
    g.size_bytes,
    g.growth,
    pg_catalog.round(100.0 * g.growth / nullif(g.former_bytes, 0), 1),
    pg_catalog.round(extract(epoch from g.taken_at - g.former_at)::numeric / 86400, 1),
    g.estimated_rows,
    case when g.growth > critical_gb * 1073741824 then 'CRITICAL' when g.growth > warning_gb * 1073741824 then 'WARNING' else 'OK' end,
    g.taken_at
  from grown as g
  order by g.place, g.size_bytes desc, g.schema_name, g.table_name
$function$;

-- Sizes and counts are no secret: PostgreSQL itself shows them to everybody. The ledger's own tables stay closed.
grant usage on schema caretaker to public;
grant select on caretaker.cleanup_statistics, caretaker.storage to public;

comment on schema caretaker is 'Made by Caretaker: the ledger of its runs in this database. Version 3.';
