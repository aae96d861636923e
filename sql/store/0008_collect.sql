-- The collector's own: samples in one partition for each month, and how a counter that runs is read.

-- Samples of relations become partitioned; what is there stays.
alter table caretaker_store.relation_sample rename to relation_sample_before;
alter table caretaker_store.relation_sample_before rename constraint relation_sample_pkey to relation_sample_before_pkey;
create table caretaker_store.relation_sample (
  database_id bigint not null references caretaker_store.database on delete cascade,
  oid bigint not null,
  taken_at timestamptz not null,
  estimated_rows bigint,
  heap_bytes bigint,
  index_bytes bigint,
  toast_bytes bigint,
  dead_rows bigint,
  primary key (database_id, oid, taken_at)
) partition by range (taken_at);
alter table caretaker_store.relation_sample attach partition caretaker_store.relation_sample_before default;

-- Partitions from the oldest row outside one to two months ahead of now, and none older than two years. Rows that came before their partition move into it.
create function caretaker_store.keep_partitions(now timestamptz) returns void language plpgsql as $keep$
declare
  parent text;
  child text;
  month timestamp;
  range text;
  found boolean;
begin
  perform pg_catalog.pg_advisory_xact_lock(7310579616542002);
  foreach parent in array array['relation_sample', 'figure', 'index_sample', 'statement_sample'] loop
    execute format('delete from caretaker_store.%I where taken_at < $1', parent || '_before') using now - interval '2 years';
    execute format('select date_trunc(''month'', least(min(taken_at), $1) at time zone ''UTC'') from caretaker_store.%I', parent || '_before') into month using now;
    while month < (now at time zone 'UTC') + interval '2 months' loop
      child := parent || to_char(month, '_YYYY_MM');
      range := format('taken_at >= %L and taken_at < %L', to_char(month, 'YYYY-MM-DD') || ' 00:00+00', to_char(month + interval '1 month', 'YYYY-MM-DD') || ' 00:00+00');
      execute format('select exists (select from caretaker_store.%I where %s)', parent || '_before', range) into found;
      if to_regclass('caretaker_store.' || child) is null and (found or month >= date_trunc('month', now at time zone 'UTC')) then
        execute format('create table caretaker_store.%I (like caretaker_store.%I including all)', child, parent);
        execute format('with moved as (delete from caretaker_store.%I where %s returning *) insert into caretaker_store.%I select * from moved', parent || '_before', range, child);
        execute format('alter table caretaker_store.%I attach partition caretaker_store.%I for values from (%L) to (%L)', parent, child,
          to_char(month, 'YYYY-MM-DD') || ' 00:00+00', to_char(month + interval '1 month', 'YYYY-MM-DD') || ' 00:00+00');
      end if;
      month := month + interval '1 month';
    end loop;
    for child in
      select c.relname
      from pg_catalog.pg_inherits as i
      join pg_catalog.pg_class as c on c.oid = i.inhrelid
      where i.inhparent = to_regclass('caretaker_store.' || parent)
        and c.relname ~ '_\d{4}_\d{2}$'
        and to_date(right(c.relname, 7), 'YYYY_MM') + interval '1 month' <= (now at time zone 'UTC') - interval '2 years'
    loop
      execute format('drop table caretaker_store.%I', child);
    end loop;
  end loop;
end
$keep$;

select caretaker_store.keep_partitions(now());

-- What a counter went up by between two times. One that became smaller was reset: it counts from zero, and never backwards. Null without two samples.
create function caretaker_store.increase(database bigint, series text, object text, metric text, since timestamptz, until timestamptz)
returns double precision language sql stable as $increase$
  select sum(case when s.value < s.before then s.value else s.value - s.before end)
  from (
    select
      f.value,
      lag(f.value) over (order by f.taken_at) as before
    from caretaker_store.figure as f
    where f.database_id = increase.database
      and f.series = increase.series
      and f.object = increase.object
      and f.metric = increase.metric
      and f.taken_at <= increase.until
      and f.taken_at >= coalesce((
        select max(e.taken_at)
        from caretaker_store.figure as e
        where e.database_id = increase.database
          and e.series = increase.series
          and e.object = increase.object
          and e.metric = increase.metric
          and e.taken_at <= increase.since
          and e.taken_at > increase.since - interval '2 days'), increase.since)
  ) as s
  where s.before is not null
$increase$;

-- Each key column with its operator class, collation and direction: two indexes of which one begins like the other serve the same searches.
alter table caretaker_store.index
  add column keys text[] not null default '{}',
  add column duplicate_of text,            -- an index of the table with the same columns in the same order
  add column covered_by text,              -- one that begins with the same columns
  add column history_at timestamptz;       -- newest row in index_sample
alter table caretaker_store.index set (fillfactor = 60);

-- Since when the counters of a statement run: a later time is a reset, even where they have overtaken the former ones.
alter table caretaker_store.statement_sample add column since timestamptz;

-- The last of each hour after two days, of each day after two weeks; what is older than six weeks has been thinned before.
create function caretaker_store.thin_history(database bigint, now timestamptz) returns void language plpgsql as $thin$
declare
  history record;
begin
  for history in
    select *
    from (values ('figure', 'series, object, metric'), ('index_sample', 'oid'), ('statement_sample', 'queryid, login')) as h (name, keys)
  loop
    execute format($delete$
      with old as (
        select s.tableoid as part, s.ctid as place,
          row_number() over (partition by %2$s, date_trunc(case when s.taken_at < $2 - interval '14 days' then 'day' else 'hour' end, s.taken_at, 'UTC')
            order by s.taken_at desc) as number
        from caretaker_store.%1$I as s
        where s.database_id = $1
          and s.taken_at < date_trunc('hour', $2 - interval '2 days')
          and s.taken_at > date_trunc('day', $2 - interval '45 days')
      )
      delete from caretaker_store.%1$I as s
      using old as o
      where o.number > 1
        and s.tableoid = o.part
        and s.ctid = o.place$delete$, history.name, history.keys) using database, now;
  end loop;
end
$thin$;

-- An index as the pages judge it. Unused is judged after 30 days of watching and above 1 MB, bloat above 10 MB and 30 %.
-- The same database seen through another server (a standby has its primary's oids) tells how often the index was used there.
create view caretaker_store.index_state as
select
  i.*,
  d.name as database_name,
  d.environment,
  d.zone,
  b.method as bloat_method,
  b.taken_at as bloat_at,
  b.wasted_bytes,
  b.unknown as bloat_unknown,
  e.scans as scans_elsewhere,
  e.names as elsewhere,
  v.verdict,
  case when v.verdict in ('invalid', 'unused', 'duplicate', 'covered') then coalesce(i.size_bytes, 0)
       when v.verdict = 'bloated' then b.wasted_bytes
       else 0 end as gain_bytes
from caretaker_store.index as i
join caretaker_store.database as d on d.id = i.database_id
left join caretaker_store.bloat as m on m.database_id = i.database_id and m.oid = i.oid and m.method = 'measured' and m.unknown is null and m.taken_at > i.taken_at - interval '30 days'
left join caretaker_store.bloat as n on n.database_id = i.database_id and n.oid = i.oid and n.method = 'estimate'
cross join lateral (
  select
    coalesce(m.method, n.method) as method,
    coalesce(m.taken_at, n.taken_at) as taken_at,
    case when m.oid is not null then m.wasted_bytes else n.wasted_bytes end as wasted_bytes,
    case when m.oid is null then n.unknown end as unknown
) as b
left join (
  select
    p.id as database_id,
    o.oid,
    sum(o.observed_scans) as scans,
    string_agg(s.name, ', ' order by s.name) as names
  from caretaker_store.database as p
  join caretaker_store.database as s on s.system_identifier = p.system_identifier and s.dbname = p.dbname and s.id <> p.id
  join caretaker_store.index as o on o.database_id = s.id
  group by p.id, o.oid
) as e on e.database_id = i.database_id and e.oid = i.oid
cross join lateral (
  select case
    when not i.is_valid then 'invalid'
    when not (i.is_unique or i.is_primary or i.is_constraint or i.is_identity) and i.observed_scans + coalesce(e.scans, 0) = 0
      and i.size_bytes >= 1048576 and i.observed_since <= i.taken_at - interval '30 days' then 'unused'
    when i.duplicate_of is not null then 'duplicate'
    when i.covered_by is not null then 'covered'
    when b.wasted_bytes >= 10485760 and b.wasted_bytes >= 0.3 * i.size_bytes then 'bloated'
    when not (i.is_unique or i.is_primary or i.is_constraint or i.is_identity) and i.observed_scans + coalesce(e.scans, 0) = 0
      and i.size_bytes >= 1048576 then 'early'
    when b.unknown is not null and i.method = 'btree' and i.size_bytes >= 10485760 then 'unmeasured'
    else 'used' end as verdict
) as v
where i.parent_oid is null;
