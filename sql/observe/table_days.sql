-- Table: rows by day
-- About how many rows of each of the last 60 days the table holds, by each of its time columns, worked out from the planner's statistics; days after the
-- newest value they know are null. older is the share of rows before each of the days.
-- :database  bigint  <1>  Id of its database
-- :schema  text  <public>  Its schema
-- :table  text  <events>  Its name
-- :at  timestamptz  <2026-11-20T00:00:00Z>  Now
with columns as (
  select
    r.*,
    coalesce(x.estimated_rows, r.estimated_rows)::float8 as all_rows
  from caretaker_store.series as s
  cross join lateral jsonb_to_recordset(s.rows) as r(schema_name text, relation_name text, column_name text, estimated_rows bigint, null_share float8,
    values jsonb, shares jsonb, bounds jsonb, analyzed_at timestamptz)
  left join caretaker_store.relation as x on x.database_id = s.database_id and x.schema_name = r.schema_name and x.relation_name = r.relation_name
  where s.series = 'days'
    and s.database_id = :database::bigint
    and r.schema_name = :schema
    and r.relation_name = :table
), pieces as (
  -- A moment that occurs often, or the stretch between two bounds, each with its share of all rows.
  select c.column_name, v.value::timestamptz as low, v.value::timestamptz as high, (c.shares ->> (v.place::integer - 1))::float8 as share
  from columns as c
  cross join lateral jsonb_array_elements_text(c.values) with ordinality as v(value, place)
  where v.value ~ '^[0-9]{4}-[0-9]{2}-[0-9]{2}[^B]*$'
  union all
  select
    c.column_name,
    b.value::timestamptz,
    (c.bounds ->> b.place::integer)::timestamptz,
    greatest(0, 1 - c.null_share - (select coalesce(sum(f.value::float8), 0) from jsonb_array_elements_text(c.shares) as f(value))) / (jsonb_array_length(c.bounds) - 1)
  from columns as c
  cross join lateral jsonb_array_elements_text(c.bounds) with ordinality as b(value, place)
  where b.place < jsonb_array_length(c.bounds)
    and b.value ~ '^[0-9]{4}-[0-9]{2}-[0-9]{2}[^B]*$'
    and c.bounds ->> b.place::integer ~ '^[0-9]{4}-[0-9]{2}-[0-9]{2}[^B]*$'
), days as (
  select (date_trunc('day', :at::timestamptz, 'UTC') - n * interval '1 day') as day
  from generate_series(0, 89) as n
), spread as (
  select
    c.column_name,
    d.day,
    c.all_rows * (
      select coalesce(sum(p.share * case when p.high > p.low
        then greatest(0, extract(epoch from least(p.high, d.day + interval '1 day') - greatest(p.low, d.day))) / extract(epoch from p.high - p.low)
        when p.low >= d.day and p.low < d.day + interval '1 day' then 1 else 0 end), 0)
      from pieces as p where p.column_name = c.column_name) as rows,
    (select sum(p.share * case when p.high <= d.day then 1 when p.low >= d.day then 0 else extract(epoch from d.day - p.low) / extract(epoch from p.high - p.low) end)
     from pieces as p where p.column_name = c.column_name) as older,
    d.day + interval '1 day' <= greatest(c.analyzed_at, (select max(p.high) from pieces as p where p.column_name = c.column_name)) as is_known
  from columns as c
  cross join days as d
)
select
  c.column_name,
  c.analyzed_at,
  c.all_rows::bigint as all_rows,
  (select min(p.low) from pieces as p where p.column_name = c.column_name) as oldest,
  coalesce((
    select jsonb_agg(jsonb_build_array(s.day::date, case when s.is_known then round(s.rows) end) order by s.day)
    from spread as s
    where s.column_name = c.column_name and s.day > date_trunc('day', :at::timestamptz, 'UTC') - interval '68 days' and s.day < date_trunc('day', :at::timestamptz, 'UTC')), '[]') as days,
  coalesce((
    select jsonb_object_agg((date_trunc('day', :at::timestamptz, 'UTC')::date - s.day::date)::text, s.older)
    from spread as s
    where s.column_name = c.column_name and s.older is not null and s.day::date - date_trunc('day', :at::timestamptz, 'UTC')::date in (-30, -60, -89)), '{}') as older
from columns as c
order by oldest nulls last, c.column_name;
