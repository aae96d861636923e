-- Queries
-- What each statement did between two times, and its mean then against the week before. A page of 100; the totals are those of all that match.
-- Counters that were reset meanwhile count from their reset; a statement seen only later counts from its first sample.
-- :database  bigint  <1>  Id of one database, null for all
-- :search  text  <>  Part of the statement or the login
-- :since  timestamptz  <2026-11-19T00:00:00Z>  Where the time begins
-- :at  timestamptz  <2026-11-20T00:00:00Z>  Where it ends
-- :filter  text  <>  slower, or empty
-- :sort  text  <total>  total, calls, mean, rows, change
-- :down  boolean  <true>  Largest first
-- :offset  bigint  <0>  How many are left out before
with counted as (
  select
    t.database_id,
    t.queryid,
    t.login,
    t.text,
    greatest(n.calls - coalesce(b.calls, 0), 0) as calls,
    greatest(n.total_ms - coalesce(b.total_ms, 0), 0) as total_ms,
    n.max_ms,
    greatest(n.rows - coalesce(b.rows, 0), 0) as rows,
    greatest(n.blocks_hit - coalesce(b.blocks_hit, 0), 0) as blocks_hit,
    greatest(n.blocks_read - coalesce(b.blocks_read, 0), 0) as blocks_read,
    greatest(n.temp_blocks - coalesce(b.temp_blocks, 0), 0) as temp_blocks,
    b.calls - w.calls as calls_before,
    b.total_ms - w.total_ms as total_ms_before
  from caretaker_store.statement as t
  cross join lateral (
    select s.*
    from caretaker_store.statement_sample as s
    where s.database_id = t.database_id and s.queryid = t.queryid and s.login = t.login
      and s.taken_at > :since::timestamptz and s.taken_at <= :at::timestamptz
    order by s.taken_at desc
    limit 1
  ) as n
  left join lateral (
    select o.*
    from (
      (select s.*
       from caretaker_store.statement_sample as s
       where s.database_id = t.database_id and s.queryid = t.queryid and s.login = t.login
         and s.taken_at <= :since::timestamptz and s.taken_at > :since::timestamptz - interval '30 days'
       order by s.taken_at desc
       limit 1)
      union all
      (select s.*
       from caretaker_store.statement_sample as s
       where s.database_id = t.database_id and s.queryid = t.queryid and s.login = t.login
         and s.taken_at > :since::timestamptz and s.taken_at <= :at::timestamptz
         and coalesce(s.since, '-infinity') <= :since::timestamptz
         and not exists (
           select
           from caretaker_store.statement_sample as e
           where e.database_id = t.database_id and e.queryid = t.queryid and e.login = t.login
             and e.taken_at <= :since::timestamptz and e.taken_at > :since::timestamptz - interval '30 days')
       order by s.taken_at
       limit 1)
    ) as o
    where o.calls <= n.calls
      and o.since is not distinct from n.since
    order by o.taken_at
    limit 1
  ) as b on true
  left join lateral (
    select s.*
    from caretaker_store.statement_sample as s
    where s.database_id = t.database_id and s.queryid = t.queryid and s.login = t.login
      and s.taken_at < b.taken_at and s.taken_at >= :since::timestamptz - interval '7 days'
      and s.calls <= b.calls and s.since is not distinct from b.since
    order by s.taken_at
    limit 1
  ) as w on true
  where (:database::bigint is null or t.database_id = :database::bigint)
    and t.seen_at > :since::timestamptz
    and strpos(lower(t.text || ' ' || t.login), lower(:search)) > 0
), judged as (
  select
    c.*,
    c.total_ms / nullif(c.calls, 0) as mean_ms,
    m.mean_before,
    coalesce(c.calls >= 20 and c.calls_before >= 20 and c.total_ms >= 1000 and c.total_ms / c.calls >= 1.5 * m.mean_before
      and c.total_ms / c.calls - m.mean_before >= 2, false) as is_slower
  from counted as c
  cross join lateral (select c.total_ms_before / nullif(c.calls_before, 0) as mean_before) as m
  where c.calls > 0
), chosen as (
  select
    j.*,
    j.total_ms / nullif(sum(j.total_ms) over (), 0) as share,
    count(*) over () as all_statements,
    sum(j.calls) over () as all_calls,
    sum(j.total_ms) over () as all_ms,
    count(*) filter (where j.is_slower) over () as all_slower
  from judged as j
)
select
  d.name as database_name,
  d.environment,
  c.*
from chosen as c
join caretaker_store.database as d on d.id = c.database_id
where :filter <> 'slower' or c.is_slower
order by case when :down::boolean then -1 else 1 end * case :sort when 'calls' then c.calls when 'mean' then c.mean_ms when 'rows' then c.rows
    when 'change' then coalesce(c.mean_ms / nullif(c.mean_before, 0), 0) else c.total_ms end,
  c.queryid, c.login, c.database_id
limit 100
offset :offset::bigint;
